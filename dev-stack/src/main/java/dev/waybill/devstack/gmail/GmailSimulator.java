package dev.waybill.devstack.gmail;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gmail on loopback, with its push through Pub/Sub and the keys that the push tokens are signed with: watch, history with lag, gaps
 * and expiry, lists that are not strictly in order, raw mails, quota. What the documentation says is refused, it refuses.
 */
public final class GmailSimulator implements AutoCloseable {
    /** The topic that every watch has to name. */
    public static final String TOPIC = "projects/waybill/topics/gmail";

    private static final List<String> PREFIX = List.of("gmail", "v1", "users");
    private static final int UNITS_A_MINUTE = 6_000;

    private final LoopbackHttp http;
    private final Directory tokens;
    private final InstantSource clock;
    private final Map<String, GmailMailbox> mailboxes = new ConcurrentHashMap<>();
    private final Map<String, GmailUnits> units = new ConcurrentHashMap<>();
    private final Faults faults = new Faults();
    private final IdTokens idTokens;
    private final PubSubPush push;
    private final Watches watches;
    private final MailRoutes mails = new MailRoutes();
    private final HistoryRoutes history = new HistoryRoutes();

    private GmailSimulator(LoopbackHttp http, Directory tokens, InstantSource clock, PushPlan plan) {
        this.http = http;
        this.tokens = tokens;
        this.clock = clock;
        this.idTokens = new IdTokens(clock);
        this.push = new PubSubPush(idTokens, clock, plan);
        this.watches = new Watches(TOPIC, clock);
    }

    public static GmailSimulator start(Directory tokens) {
        return start(0, tokens, InstantSource.system(), PushPlan.nobody());
    }

    /** Starts one on a port (0: a free one) that takes this directory's tokens and goes by this clock. */
    public static GmailSimulator start(int port, Directory tokens, InstantSource clock, PushPlan plan) {
        LoopbackHttp http = LoopbackHttp.bind("The simulator of Gmail", port);
        GmailSimulator gmail = new GmailSimulator(http, tokens, clock, plan);
        http.serve(gmail::answer);
        return gmail;
    }

    /** What clients take for {@code https://gmail.googleapis.com/}. */
    public URI rootUrl() {
        return http.address("/");
    }

    /** Where the keys of the push tokens are published. */
    public URI jwksUrl() {
        return http.address("/oauth2/v3/certs");
    }

    /** The mailbox of an address; made when it is first named. */
    public GmailMailbox mailbox(String address) {
        return mailboxes.computeIfAbsent(
                address.toLowerCase(Locale.ROOT), a -> new GmailMailbox(a, clock, this::changed));
    }

    /** Pushes go this way from now on. */
    public void pushTo(PushPlan plan) {
        push.use(plan);
    }

    /** Publishes data that Gmail never would. */
    public void publish(String data) {
        push.publish(data);
    }

    public IdTokens idTokens() {
        return idTokens;
    }

    public boolean isWatched(String address) {
        return watches.isWatched(address.toLowerCase(Locale.ROOT));
    }

    /** Ends a watch as if its seven days were over. */
    public void endWatch(String address) {
        watches.end(address.toLowerCase(Locale.ROOT));
    }

    /** The whole service is out of order from now on: every request of every mailbox ends so, until null. */
    public void failAll(@Nullable Fault every) {
        faults.always(every);
    }

    /** Every request of this user ends so from now on, until null. */
    public void failEvery(String address, @Nullable Fault every) {
        faults.always(address, every);
    }

    /** The next requests of this user meet these, one each. */
    public void failNext(String address, Fault... next) {
        faults.add(address, next);
    }

    /** Quota units that this user's requests have cost. */
    public long unitsSpent(String address) {
        return unitsOf(address.toLowerCase(Locale.ROOT)).spent();
    }

    /** How many requests of this user were refused for the quota. */
    public int throttled(String address) {
        return unitsOf(address.toLowerCase(Locale.ROOT)).refused();
    }

    private void changed(GmailMailbox mailbox) {
        if (watches.isWatched(mailbox.address())) {
            push.tell(mailbox.address(), mailbox.historyId(), false);
        }
    }

    private Reply answer(Call call) throws LoopbackHttp.CutOff {
        if (call.path().equals(List.of("oauth2", "v3", "certs"))) {
            return idTokens.jwks();
        }
        try {
            String caller = caller(call);
            Deque<String> path = call.segments();
            for (String part : PREFIX) {
                if (!part.equals(path.poll())) {
                    throw GmailFailure.notFound();
                }
            }
            return ofUser(call, mailbox(caller, String.valueOf(path.poll())), path);
        } catch (GmailFailure failure) {
            return failure.reply();
        }
    }

    private String caller(Call call) throws GmailFailure {
        String user = call.bearer().isEmpty() ? "" : tokens.userOf(call.bearer());
        if (user.isEmpty() || user.equals("*")) {
            throw new GmailFailure(401, "authError", "Request had invalid authentication credentials.");
        }
        return user;
    }

    /** A token is one person's; a service account's too, for it acts for somebody. */
    private GmailMailbox mailbox(String caller, String named) throws GmailFailure {
        if (!named.equals("me") && !named.equalsIgnoreCase(caller)) {
            throw GmailFailure.forbidden("Delegation denied for " + caller);
        }
        GmailMailbox found = mailboxes.get(caller.toLowerCase(Locale.ROOT));
        if (found == null || !found.isEnabled()) {
            throw new GmailFailure(400, "failedPrecondition", "Mail service not enabled");
        }
        return found;
    }

    private Reply ofUser(Call call, GmailMailbox mailbox, Deque<String> path) throws GmailFailure, LoopbackHttp.CutOff {
        return switch (faults.next(mailbox.address()).orElse(null)) {
            case null -> route(call, mailbox, path);
            case Fault.Answer(int status, String code, String retryAfter) ->
                throw new GmailFailure(status, code, "A fault that was asked for.", retryAfter);
            case Fault.Delay(Duration by) -> {
                http.pause(by);
                yield route(call, mailbox, path);
            }
            case Fault.Cut cut -> throw new LoopbackHttp.CutOff(route(call, mailbox, path));
        };
    }

    private Reply route(Call call, GmailMailbox mailbox, Deque<String> path) throws GmailFailure {
        GmailUnits quota = unitsOf(mailbox.address());
        return switch (call.method() + " " + path.peek()) {
            case "POST watch" -> {
                Reply watching = watches.watch(call, mailbox, quota);
                push.tell(mailbox.address(), mailbox.historyId(), true);
                yield watching;
            }
            case "POST stop" -> watches.stop(mailbox, quota);
            case "GET history" -> history.answer(call, mailbox, quota);
            default -> mails.answer(call, mailbox, quota, scopes(call), path);
        };
    }

    private Set<String> scopes(Call call) {
        return Set.of(tokens.scopeOf(call.bearer()).split(" ", -1));
    }

    private GmailUnits unitsOf(String address) {
        return units.computeIfAbsent(address, a -> new GmailUnits(clock, UNITS_A_MINUTE));
    }

    @Override
    public void close() {
        push.close();
        http.close();
    }
}
