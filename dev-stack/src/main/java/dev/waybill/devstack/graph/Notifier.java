package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.graph.GraphMailbox.Change;
import dev.waybill.devstack.graph.GraphMailbox.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells subscribers what changed. Notifications to one URL travel together, whatever their subscription or tenant; what is not taken
 * is repeated with growing pauses.
 */
final class Notifier implements AutoCloseable {
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final int MOST_IN_A_BATCH = 50;

    private final SubscriptionStore subscriptions;
    private final NotificationSender sender;
    private volatile NotificationPlan plan;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final Map<URI, List<ObjectNode>> gathered = new HashMap<>();
    private volatile Random random;
    private final AtomicLong told = new AtomicLong();

    Notifier(SubscriptionStore subscriptions, NotificationSender sender, NotificationPlan plan) {
        this.subscriptions = subscriptions;
        this.sender = sender;
        this.plan = plan;
        this.random = new Random(plan.seed());
    }

    synchronized void use(NotificationPlan newPlan) {
        plan = newPlan;
        random = new Random(newPlan.seed());
    }

    void changed(Change change) {
        String type = switch (change.kind()) {
            case CREATED -> "created";
            case UPDATED -> "updated";
            case MOVED_AWAY, DELETED -> "deleted";
        };
        for (GraphSubscription subscription : subscriptions.all()) {
            if (subscription.mailbox().equals(change.mailbox().address())
                    && (subscription.folder().isEmpty() || subscription.folder().equals(change.folder()))
                    && subscription.changeTypes().contains(type)
                    && !(change.kind() == Kind.MOVED_AWAY
                            && subscription.folder().isEmpty())) {
                gather(subscription.notificationUrl(), notification(subscription, change, type));
            }
        }
    }

    void lifecycle(GraphSubscription subscription, String event) {
        URI url = subscription.lifecycleNotificationUrl();
        if (url != null) {
            gather(url, common(subscription).put("lifecycleEvent", event));
        }
    }

    private synchronized void gather(URI url, ObjectNode notification) {
        if (random.nextDouble() < plan.dropped()) {
            return;
        }
        List<ObjectNode> waiting = gathered.computeIfAbsent(url, u -> new ArrayList<>());
        boolean first = waiting.isEmpty();
        waiting.add(notification);
        if (random.nextDouble() < plan.doubled()) {
            waiting.add(notification);
        }
        if (first || waiting.size() >= MOST_IN_A_BATCH) {
            var _ = timer.schedule(() -> send(url), plan.delay().plus(GATHER).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void send(URI url) {
        List<ObjectNode> batch;
        synchronized (this) {
            batch = gathered.remove(url);
        }
        if (batch != null) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode value = body.putArray("value");
            batch.forEach(value::add);
            deliver(url, body.toString(), 0);
        }
    }

    private void deliver(URI url, String body, int before) {
        Thread.ofVirtual().start(() -> {
            Duration pause = plan.firstPause().multipliedBy(1L << Math.min(before, 16));
            if (!sender.delivers(url, body, before > 0)
                    && pause.compareTo(plan.longestPause()) <= 0
                    && !timer.isShutdown()) {
                var _ = timer.schedule(() -> deliver(url, body, before + 1), pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private ObjectNode notification(GraphSubscription subscription, Change change, String type) {
        String user = change.mailbox().id().toString();
        String id = change.message().id(subscription.immutableIds());
        // The spelling of paths varies, as it does there.
        String resource = told.getAndIncrement() % 2 == 0
                ? "Users/" + user + "/Messages/" + id
                : "users('" + user + "')/messages('" + id + "')";
        ObjectNode notification = common(subscription).put("changeType", type).put("resource", resource);
        notification
                .putObject("resourceData")
                .put("@odata.type", "#Microsoft.Graph.Message")
                .put("@odata.id", resource)
                .put(
                        "@odata.etag",
                        "W/\"" + Integer.toHexString(change.message().hashCode()) + "\"")
                .put("id", id);
        return notification;
    }

    private ObjectNode common(GraphSubscription subscription) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("subscriptionId", subscription.id().toString())
                .put("subscriptionExpirationDateTime", subscription.expires().toString())
                .put("clientState", subscription.clientState())
                .put("tenantId", plan.tenantId());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
