package dev.waybill.queue.redis;

import dev.waybill.queue.Busiest;
import dev.waybill.queue.ClaimHolder;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Place;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueTotals;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The operator's view of the queue on Redis, and its switch. */
final class RedisControl implements QueueControl {
    private static final int SLICE = 500;
    private static final List<String> TOTALS = List.of("enqueued", "acked", "retried", "died");

    private final RedisCommands redis;
    private final Scripts scripts;
    private final KeyNames keys;
    private final Duration timeout;

    RedisControl(RedisCommands redis, Scripts scripts, KeyNames keys, Duration timeout) {
        this.redis = redis;
        this.scripts = scripts;
        this.keys = keys;
        this.timeout = timeout;
    }

    @Override
    public QueueStats stats() {
        Response r = scripts.run("reading the queue's counts", Scripts.Call.of(Script.STATS));
        long[] n = new long[r.size()];
        for (int i = 0; i < n.length; i++) {
            n[i] = r.get(i).toLong();
        }
        return new QueueStats(
                n[0] == 1, n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13]);
    }

    @Override
    public QueueTotals totals() {
        Request request = Request.cmd(Command.HMGET).arg(keys.totals());
        TOTALS.forEach(request::arg);
        Response r = redis.send("reading the queue's totals", request, timeout);
        return new QueueTotals(total(r, 0), total(r, 1), total(r, 2), total(r, 3));
    }

    private static long total(Response totals, int i) {
        return totals.get(i) == null ? 0 : totals.get(i).toLong();
    }

    @Override
    public MailboxStats mailbox(UUID mailbox) {
        String key = MailboxKey.of(mailbox).value();
        long inFlight = walk(Command.HSCAN, keys.inflight(), key);
        long delayed = walk(Command.ZSCAN, keys.delayed(), key);
        long dead = walk(Command.ZSCAN, keys.dlq(), key);
        Response counts = scripts.run("counting mailbox " + mailbox, Scripts.Call.of(Script.MAILBOX, key));
        long active = counts.get(1).toLong();
        return new MailboxStats(
                counts.get(0).toLong() + Math.max(active - inFlight, 0),
                inFlight,
                delayed,
                dead,
                counts.get(2).toLong() == 1);
    }

    @Override
    public Busiest busiest(int most) {
        return new RedisWalks(redis, scripts, keys, timeout).busiest(most);
    }

    @Override
    public List<ClaimHolder> consumers() {
        return new RedisWalks(redis, scripts, keys, timeout).consumers();
    }

    /** Counts a mailbox's ids slice by slice; Redis may name one twice while it resizes. */
    private long walk(Command scan, String key, String mailbox) {
        Set<String> found = new HashSet<>();
        String cursor = "0";
        do {
            Request request = Request.cmd(scan)
                    .arg(key)
                    .arg(cursor)
                    .arg("MATCH")
                    .arg(mailbox + "*")
                    .arg("COUNT")
                    .arg(SLICE);
            Response reply = redis.send("counting in " + key, request, timeout);
            cursor = reply.get(0).toString();
            Response entries = reply.get(1);
            for (int i = 0; i < entries.size(); i += 2) {
                found.add(entries.get(i).toString());
            }
        } while (!cursor.equals("0"));
        return found.size();
    }

    @Override
    public Map<PointerId, Place> places(Collection<PointerId> ids) {
        Map<PointerId, Place> places = new LinkedHashMap<>();
        for (List<String> slice : Replies.slices(ids, SLICE)) {
            Response reply = scripts.run("looking for pointers", new Scripts.Call(Script.PLACES, slice));
            for (int i = 0; i < slice.size(); i++) {
                PointerId id = new PointerId(slice.get(i));
                switch (reply.get(i).toString()) {
                    case "waiting" -> places.put(id, Place.WAITING);
                    case "in_flight" -> places.put(id, Place.IN_FLIGHT);
                    case "delayed" -> places.put(id, Place.DELAYED);
                    case "dead" -> places.put(id, Place.DEAD);
                    default -> {}
                }
            }
        }
        return places;
    }

    @Override
    public boolean pause(String by) {
        return scripts.run("pause of the queue", Scripts.Call.of(Script.PAUSE, by))
                        .toInteger()
                == 1;
    }

    @Override
    public boolean resume() {
        return scripts.run("resume of the queue", Scripts.Call.of(Script.UNPAUSE))
                        .toInteger()
                == 1;
    }
}
