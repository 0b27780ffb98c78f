package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** The queue on a page for people: where pointers are and how old, held and busy mailboxes, consumers. */
final class QueuePage {
    private final Ages ages;

    QueuePage(Ages ages) {
        this.ages = ages;
    }

    void show(JsonNode stats, Screen screen) {
        screen.line(stats.path("paused").asBoolean() ? "paused: no claim succeeds until `queue resume`" : "running");
        screen.table(new Table("", "waiting", "ready", "in flight", "delayed", "suspects", "dead")
                .row(
                        "pointers",
                        stats.path("waiting").asLong(),
                        stats.path("ready").asLong() + stats.path("landing").asLong(),
                        stats.path("inFlight").asLong(),
                        stats.path("delayed").asLong(),
                        stats.path("suspects").asLong(),
                        stats.path("dead").asLong())
                .row(
                        "oldest",
                        age(stats, "waiting", "oldestWaitingMillis"),
                        Ages.ofMillis(stats.path("oldestReadyMillis").asLong()),
                        oldestInFlight(stats),
                        "",
                        "",
                        age(stats, "dead", "oldestDeadMillis")));
        screen.line(String.format(
                Locale.ROOT,
                "%d mailboxes at work, %d with more waiting, %d held; %d claims, %d of them overdue",
                stats.path("activeMailboxes").asLong(),
                stats.path("waitingMailboxes").asLong(),
                stats.path("heldMailboxes").asLong(),
                stats.path("claims").asLong(),
                stats.path("overdueLeases").asLong()));
        rates(stats.path("rates"), screen);
        held(stats, screen);
        busiest(stats, screen);
        consumers(stats, screen);
    }

    private static void rates(JsonNode rates, Screen screen) {
        if (rates.isObject()) {
            screen.line(String.format(
                    Locale.ROOT,
                    "a second, over the last %.0f s: %.1f enqueued, %.1f acked, %.1f retried, %.1f dead",
                    rates.path("overSeconds").asDouble(),
                    rates.path("enqueued").asDouble(),
                    rates.path("acked").asDouble(),
                    rates.path("retried").asDouble(),
                    rates.path("died").asDouble()));
        }
    }

    private static String age(JsonNode stats, String of, String age) {
        return stats.path(of).asLong() == 0 ? "" : Ages.ofMillis(stats.path(age).asLong());
    }

    private static String oldestInFlight(JsonNode stats) {
        long oldest = 0;
        for (JsonNode consumer : stats.path("consumers")) {
            oldest = Math.max(oldest, consumer.path("oldestClaimMillis").asLong());
        }
        return stats.path("consumers").isEmpty() ? "" : Ages.ofMillis(oldest);
    }

    private void held(JsonNode stats, Screen screen) {
        if (!stats.path("held").isEmpty()) {
            Table held = new Table("held mailbox", "until", "reason");
            stats.path("held")
                    .forEach(h -> held.row(
                            name(h),
                            h.path("until").isNull() ? "resumed" : ages.of(h.path("until")),
                            h.path("reason").asText()));
            section(held, screen);
        }
    }

    private static void busiest(JsonNode stats, Screen screen) {
        if (!stats.path("busiest").isEmpty()) {
            Table busiest = new Table("busiest mailbox", "waiting", "oldest", "at work", "held");
            stats.path("busiest")
                    .forEach(m -> busiest.row(
                            name(m),
                            m.path("waiting").asLong(),
                            age(m, "waiting", "oldestWaitingMillis"),
                            m.path("active").asLong(),
                            m.path("held").asBoolean() ? "yes" : ""));
            section(busiest, screen);
        }
    }

    private static void consumers(JsonNode stats, Screen screen) {
        if (!stats.path("consumers").isEmpty()) {
            Table consumers = new Table("consumer", "pointers", "claims", "oldest", "overdue");
            stats.path("consumers")
                    .forEach(c -> consumers.row(
                            c.path("consumer").asText(),
                            c.path("pointers").asLong(),
                            c.path("claims").asLong(),
                            Ages.ofMillis(c.path("oldestClaimMillis").asLong()),
                            c.path("overdue").asLong()));
            section(consumers, screen);
        }
    }

    private static void section(Table table, Screen screen) {
        screen.line("");
        screen.table(table);
    }

    private static String name(JsonNode mailbox) {
        return mailbox.path("address").asText(mailbox.path("mailboxKey").asText());
    }
}
