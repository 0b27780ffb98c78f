package dev.waybill.devstack.graph;

import dev.waybill.devstack.http.Call;
import dev.waybill.devstack.http.Fault;
import dev.waybill.devstack.http.Faults;
import dev.waybill.devstack.http.LoopbackHttp;
import dev.waybill.devstack.http.Reply;
import dev.waybill.devstack.oauth.Directory;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft Graph for mail on loopback: subscriptions with real validation calls, notifications, messages, MIME, delta, throttling.
 * What the documentation says is refused, it refuses; faults come on demand.
 */
public final class GraphSimulator implements AutoCloseable {
    private static final String PREFIX = "/v1.0";
    private static final int AT_ONCE = 4;
    private static final int IN_TEN_MINUTES = 10_000;

    private final LoopbackHttp http;
    private final InstantSource clock;
    private final Map<String, GraphMailbox> mailboxes = new ConcurrentHashMap<>();
    private final Map<String, GraphBudget> budgets = new ConcurrentHashMap<>();
    private final Faults faults = new Faults();
    private final SubscriptionStore subscriptions;
    private final NotificationSender sender = new NotificationSender();
    private final Notifier notifier;
    private final MailboxFinder finder;
    private final DeltaRoutes delta;
    private final SubscriptionRoutes subscriptionRoutes;
    private final MailRoutes mailRoutes;

    private GraphSimulator(LoopbackHttp http, Directory tokens, InstantSource clock, NotificationPlan plan) {
        this.http = http;
        this.clock = clock;
        this.subscriptions = new SubscriptionStore(clock);
        this.notifier = new Notifier(subscriptions, sender, plan);
        this.finder = new MailboxFinder(mailboxes, tokens);
        this.delta = new DeltaRoutes();
        this.subscriptionRoutes = new SubscriptionRoutes(subscriptions, finder, sender, clock);
        this.mailRoutes = new MailRoutes(delta);
    }

    public static GraphSimulator start(Directory tokens) {
        return start(0, tokens, InstantSource.system(), NotificationPlan.reliable());
    }

    /** Starts one on a port (0: a free one) that takes this directory's tokens and goes by this clock. */
    public static GraphSimulator start(int port, Directory tokens, InstantSource clock, NotificationPlan plan) {
        LoopbackHttp http = LoopbackHttp.bind("The simulator of Microsoft Graph", port);
        GraphSimulator graph = new GraphSimulator(http, tokens, clock, plan);
        http.serve(graph::answer);
        return graph;
    }

    /** What clients take for {@code https://graph.microsoft.com/v1.0}. */
    public URI baseUrl() {
        return http.address(PREFIX);
    }

    /** The mailbox of an address; made when it is first named. */
    public GraphMailbox mailbox(String address) {
        return mailboxes.computeIfAbsent(
                address.toLowerCase(Locale.ROOT), a -> new GraphMailbox(a, clock, change -> notifier.changed(change)));
    }

    public List<GraphSubscription> subscriptions() {
        return subscriptions.all();
    }

    /** Sends a lifecycle event; {@code subscriptionRemoved} ends the subscription too. */
    public void lifecycle(UUID subscription, String event) {
        GraphSubscription found = subscriptions
                .find(subscription.toString())
                .orElseThrow(() -> new IllegalArgumentException("there is no subscription " + subscription));
        if (event.equals("subscriptionRemoved")) {
            subscriptions.remove(subscription);
        }
        notifier.lifecycle(found, event);
    }

    /** Notifications fare this way from now on. */
    public void notifyBy(NotificationPlan plan) {
        notifier.use(plan);
    }

    /** Ends a subscription without a word, as outages do. */
    public void loseSubscription(UUID subscription) {
        subscriptions.remove(subscription);
    }

    /** Delta tokens given so far work no more. */
    public void expireDeltaTokens() {
        delta.forgetTokens();
    }

    /** The whole service is out of order from now on: every request of every mailbox ends so, until null. */
    public void failAll(@Nullable Fault every) {
        faults.always(every);
    }

    /** Every request of this mailbox ends so from now on, until null. */
    public void failEvery(String address, @Nullable Fault every) {
        faults.always(address, every);
    }

    /** The next requests about this mailbox meet these, one each. */
    public void failNext(String address, Fault... next) {
        faults.add(address, next);
    }

    /** How many requests about this mailbox were refused for being too many. */
    public int throttled(String address) {
        return budget(address.toLowerCase(Locale.ROOT)).refused();
    }

    private Reply answer(Call call) throws LoopbackHttp.CutOff {
        GraphRequest request = GraphRequest.of(call);
        try {
            finder.caller(request);
            Deque<String> path = request.segments();
            return switch (String.valueOf(path.poll())) {
                case "subscriptions" -> subscriptionRoutes.answer(request, path);
                case "users", "Users" -> ofMailbox(request, finder.find(String.valueOf(path.poll()), request), path);
                case "me" -> ofMailbox(request, finder.own(request), path);
                default -> throw GraphFailure.badRequest("Resource not found for the segment.");
            };
        } catch (GraphFailure failure) {
            return failure.reply(clock.instant());
        }
    }

    private Reply ofMailbox(GraphRequest request, GraphMailbox mailbox, Deque<String> path)
            throws GraphFailure, LoopbackHttp.CutOff {
        GraphBudget budget = budget(mailbox.address());
        budget.begin();
        try {
            return switch (faults.next(mailbox.address()).orElse(null)) {
                case null -> mailRoutes.answer(request, mailbox, path);
                case Fault.Answer(int status, String code, String retryAfter) ->
                    throw GraphFailure.asked(status, code, retryAfter);
                case Fault.Delay(Duration by) -> {
                    http.pause(by);
                    yield mailRoutes.answer(request, mailbox, path);
                }
                case Fault.Cut cut -> throw new LoopbackHttp.CutOff(mailRoutes.answer(request, mailbox, path));
            };
        } finally {
            budget.end();
        }
    }

    private GraphBudget budget(String address) {
        return budgets.computeIfAbsent(address, a -> new GraphBudget(clock, AT_ONCE, IN_TEN_MINUTES));
    }

    @Override
    public void close() {
        notifier.close();
        http.close();
        sender.close();
    }
}
