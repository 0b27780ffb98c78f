package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.Webhook;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A topic with one push subscription. Each user is told of at most once a second, what is more is dropped without a word; a push that
 * is not taken slows the whole subscription down.
 */
final class PubSubPush implements AutoCloseable {
    private static final Set<Integer> TAKEN = Set.of(102, 200, 201, 202, 204);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TWO = Duration.ofSeconds(1);

    private final IdTokens tokens;
    private final InstantSource clock;
    private final Webhook webhook = new Webhook();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final Map<String, Instant> lastTold = new ConcurrentHashMap<>();
    private final BlockingQueue<Message> untaken = new LinkedBlockingQueue<>();
    private final AtomicLong published = new AtomicLong(2_070_443_601_311_540L);
    private volatile PushPlan plan;
    private Random random;
    private Duration backoff;

    PubSubPush(IdTokens tokens, InstantSource clock, PushPlan plan) {
        this.tokens = tokens;
        this.clock = clock;
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.backoff = plan.shortestBackoff();
    }

    private record Message(String id, String data, Instant at) {}

    synchronized void use(PushPlan newPlan) {
        plan = newPlan;
        random = new Random(newPlan.seed());
        backoff = newPlan.shortestBackoff();
    }

    /** Something changed in a watched mailbox. {@code always} for the push that a watch itself makes. */
    void tell(String address, long historyId, boolean always) {
        Instant now = clock.instant();
        Instant last = lastTold.get(address);
        if (!always && last != null && now.isBefore(last.plus(BETWEEN_TWO))) {
            return;
        }
        lastTold.put(address, now);
        publish(data(address, historyId));
    }

    /** Publishes any data, as whoever may write to the topic could. */
    synchronized void publish(String data) {
        if (plan.endpoint() == null || random.nextDouble() < plan.dropped()) {
            return;
        }
        Message message = new Message(Long.toString(published.incrementAndGet()), data, clock.instant());
        int times = random.nextDouble() < plan.doubled() ? 2 : 1;
        for (int i = 0; i < times; i++) {
            Thread.ofVirtual().start(() -> push(message));
        }
    }

    /** The id comes as a number one time and as a string the next, for both are seen. */
    private String data(String address, long historyId) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("emailAddress", address);
        return (published.get() % 2 == 0
                        ? data.put("historyId", historyId)
                        : data.put("historyId", Long.toString(historyId)))
                .toString();
    }

    private void push(Message message) {
        PushPlan now = plan;
        if (now.endpoint() == null) {
            return;
        }
        Optional<HttpResponse<String>> answer = webhook.post(
                now.endpoint(),
                Map.of(
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer " + tokens.token(now.audience(), now.serviceAccount())),
                body(message),
                now.ackDeadline());
        if (answer.isPresent() && TAKEN.contains(answer.get().statusCode())) {
            synchronized (this) {
                backoff = now.shortestBackoff();
            }
        } else {
            repeatLater(message);
        }
    }

    private synchronized void repeatLater(Message message) {
        untaken.add(message);
        if (untaken.size() == 1 && !timer.isShutdown()) {
            var _ = timer.schedule(this::repeat, backoff.toMillis(), TimeUnit.MILLISECONDS);
            Duration doubled = backoff.multipliedBy(2);
            backoff = doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
        }
    }

    private void repeat() {
        for (Message message = untaken.poll(); message != null; message = untaken.poll()) {
            Message again = message;
            Thread.ofVirtual().start(() -> push(again));
        }
    }

    private static String body(Message message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("message")
                .put("data", Base64.getEncoder().encodeToString(message.data().getBytes(StandardCharsets.UTF_8)))
                .put("messageId", message.id())
                .put("message_id", message.id())
                .put("publishTime", message.at().toString())
                .put("publish_time", message.at().toString());
        return body.put("subscription", "projects/waybill/subscriptions/gmail-push")
                .toString();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        webhook.close();
    }
}
