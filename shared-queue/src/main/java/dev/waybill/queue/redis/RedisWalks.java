package dev.waybill.queue.redis;

import dev.waybill.queue.Busiest;
import dev.waybill.queue.ClaimHolder;
import dev.waybill.queue.MailboxKey;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Walks over mailboxes and claims for people who ask, slice by slice: never over pointers, and never longer than about a millisecond of
 * Redis at a time. What changes while it goes is seen before or after.
 */
final class RedisWalks {
    private static final int SLICE = 250;

    private final RedisCommands redis;
    private final Scripts scripts;
    private final KeyNames keys;
    private final Duration timeout;

    RedisWalks(RedisCommands redis, Scripts scripts, KeyNames keys, Duration timeout) {
        this.redis = redis;
        this.scripts = scripts;
        this.keys = keys;
        this.timeout = timeout;
    }

    /** A mailbox with anything in its lanes is at its limit or held: no other has to be looked at. */
    Busiest busiest(int most) {
        Set<String> mailboxes = new HashSet<>();
        walk(Command.HSCAN, keys.prefix() + "active", (mailbox, count) -> mailboxes.add(mailbox));
        walk(Command.ZSCAN, keys.prefix() + "held", (mailbox, until) -> mailboxes.add(mailbox));
        mailboxes.remove("");
        PriorityQueue<Busiest.Mailbox> top = new PriorityQueue<>(Busiest.Mailbox.MOST_FIRST.reversed());
        long waiting = 0;
        long oldest = 0;
        for (List<String> slice : slices(mailboxes)) {
            Response reply = scripts.run("looking at mailboxes", new Scripts.Call(Script.MAILBOXES, slice));
            for (int i = 0; i < slice.size(); i++) {
                Busiest.Mailbox mailbox = new Busiest.Mailbox(
                        new MailboxKey(slice.get(i)),
                        reply.get(4 * i).toLong(),
                        reply.get(4 * i + 1).toLong(),
                        reply.get(4 * i + 2).toLong() == 1,
                        reply.get(4 * i + 3).toLong());
                waiting += mailbox.waiting() > 0 ? 1 : 0;
                oldest = Math.max(oldest, mailbox.oldestWaitingMillis());
                top.add(mailbox);
                if (top.size() > most) {
                    top.remove();
                }
            }
        }
        return new Busiest(top.stream().sorted(Busiest.Mailbox.MOST_FIRST).toList(), waiting, oldest);
    }

    /** A token is the time of its claim in microseconds, or a little more. */
    List<ClaimHolder> consumers() {
        Map<String, Long> left = new TreeMap<>();
        walk(Command.HSCAN, keys.prefix() + "claims", (token, pointers) -> left.put(token, Long.parseLong(pointers)));
        Map<String, ClaimHolder> holders = new TreeMap<>();
        for (List<String> slice : slices(left.keySet())) {
            Response reply = scripts.run("looking at claims", new Scripts.Call(Script.HOLDERS, slice));
            long now = Long.parseLong(reply.get(0).toString());
            for (int i = 0; i < slice.size(); i++) {
                String consumer = reply.get(1 + 2 * i).toString();
                if (!consumer.isEmpty()) {
                    long age = Math.max(now - Long.parseLong(slice.get(i)) / 1_000, 0);
                    boolean overdue = Double.parseDouble(reply.get(2 + 2 * i).toString()) <= now;
                    holders.merge(
                            consumer,
                            new ClaimHolder(consumer, 1, left.getOrDefault(slice.get(i), 0L), age, overdue ? 1 : 0),
                            ClaimHolder::plus);
                }
            }
        }
        return List.copyOf(holders.values());
    }

    private void walk(Command scan, String key, BiConsumer<String, String> entry) {
        String cursor = "0";
        do {
            Request request =
                    Request.cmd(scan).arg(key).arg(cursor).arg("COUNT").arg(SLICE);
            Response reply = redis.send("walking over " + key, request, timeout);
            cursor = reply.get(0).toString();
            Response entries = reply.get(1);
            for (int i = 0; i + 1 < entries.size(); i += 2) {
                entry.accept(entries.get(i).toString(), entries.get(i + 1).toString());
            }
        } while (!cursor.equals("0"));
    }

    private static List<List<String>> slices(Collection<String> all) {
        List<String> list = new ArrayList<>(all);
        List<List<String>> slices = new ArrayList<>();
        for (int from = 0; from < list.size(); from += SLICE) {
            slices.add(list.subList(from, Math.min(from + SLICE, list.size())));
        }
        return slices;
    }
}
