package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.QueueUnderTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Everything that lies in Redis at a moment, and the invariants of it. */
final class QueueSnapshot {
    private static final String READ = """
        local P, result = KEYS[1], {}
        for _, list in ipairs({'ready', 'processing', 'suspects'}) do result[#result + 1] = redis.call('LRANGE', P .. list, 0, -1) end
        for _, hash in ipairs({'inflight', 'active', 'claims', 'limits'}) do result[#result + 1] = redis.call('HGETALL', P .. hash) end
        for _, set in ipairs({'delayed', 'dlq', 'held', 'lease'}) do result[#result + 1] = redis.call('ZRANGE', P .. set, 0, -1) end
        result[#result + 1] = redis.call('HKEYS', P .. 'body')
        for _, mailbox in ipairs(ARGV) do
          result[#result + 1] = redis.call('LRANGE', P .. 'lane:' .. mailbox, 0, -1)
          result[#result + 1] = redis.call('LRANGE', P .. 'lane:' .. mailbox .. ':backfill', 0, -1)
        end
        return result
        """;

    private final RedisFixture redis;
    private final String prefix;
    private final List<String> mailboxes;
    private int defaultLimit = 8;

    QueueSnapshot(RedisFixture redis, KeyNames keys, List<UUID> mailboxes) {
        this.redis = redis;
        this.prefix = keys.prefix();
        this.mailboxes = mailboxes.stream().map(id -> MailboxKey.of(id).value()).toList();
    }

    QueueSnapshot withLimit(int limit) {
        defaultLimit = limit;
        return this;
    }

    void check(QueueUnderTest model, String at) {
        List<String> command = new ArrayList<>(List.of("EVAL", READ, "1", prefix));
        command.addAll(mailboxes);
        List<?> all = (List<?>) redis.command(command.toArray(String[]::new));
        Map<String, String> flights = hash(all, 3);
        Map<String, String> active = hash(all, 4);
        Map<String, String> limits = hash(all, 6);
        flights.remove("");
        active.remove("");
        Set<String> held = new HashSet<>(list(all, 9));

        Map<String, Integer> counted = new HashMap<>();
        Set<String> placed = new HashSet<>();
        for (List<String> claimableOrTaken :
                List.of(list(all, 0), list(all, 1), list(all, 2), List.copyOf(flights.keySet()))) {
            for (String id : claimableOrTaken) {
                place(placed, id, at);
                counted.merge(id.substring(0, MailboxKey.LENGTH), 1, Integer::sum);
            }
        }
        for (List<String> elsewhere : List.of(list(all, 7), list(all, 8))) {
            elsewhere.forEach(id -> place(placed, id, at));
        }
        for (int i = 0; i < mailboxes.size(); i++) {
            String mailbox = mailboxes.get(i);
            List<String> lanes = new ArrayList<>(list(all, 12 + 2 * i));
            lanes.addAll(list(all, 13 + 2 * i));
            for (String id : lanes) {
                place(placed, id, at);
            }
            assertThat(lanes).as("%s: lane of %s", at, mailbox).allMatch(id -> id.startsWith(mailbox));
            int places = counted.getOrDefault(mailbox, 0);
            assertThat(active.getOrDefault(mailbox, "0"))
                    .as("%s: active of %s", at, mailbox)
                    .isEqualTo(places + "");
            int limit = Integer.parseInt(limits.getOrDefault(mailbox, Integer.toString(defaultLimit)));
            assertThat(lanes.isEmpty() || held.contains(mailbox) || places >= limit)
                    .as("%s: nothing is stranded in the lanes of %s", at, mailbox)
                    .isTrue();
        }
        assertThat(Set.copyOf(list(all, 11))).as("%s: bodies", at).isEqualTo(placed);
        assertThat(Set.copyOf(list(all, 10)))
                .as("%s: leases and claims", at)
                .isEqualTo(hash(all, 5).keySet());
        Map<String, Integer> perToken = new HashMap<>();
        flights.values().forEach(mark -> perToken.merge(mark.replace("+", ""), 1, Integer::sum));
        hash(all, 5)
                .forEach((token, left) -> assertThat(perToken.getOrDefault(token, 0) + "")
                        .as("%s: pointers left of claim %s", at, token)
                        .isEqualTo(left));
        assertThat(held).as("%s: held", at).hasSize(model.holds().held().size());
    }

    /** Of a drained queue only what does not grow with its pointers is left. */
    void isEmpty(String at) {
        assertThat((List<?>) redis.command("KEYS", prefix + "*"))
                .as(at)
                .map(key -> key.toString().substring(prefix.length()))
                .isSubsetOf("active", "inflight", "fence", "limits", "positions", "control", "stats", "clock");
        assertThat(redis.command("HKEYS", prefix + "active")).as(at).isEqualTo(List.of(""));
        assertThat(redis.command("HKEYS", prefix + "inflight")).as(at).isEqualTo(List.of(""));
    }

    private static void place(Set<String> placed, String id, String at) {
        assertThat(placed.add(id)).as("%s: %s is in one place", at, id).isTrue();
    }

    private static List<String> list(List<?> all, int index) {
        return ((List<?>) all.get(index)).stream().map(Object::toString).toList();
    }

    private static Map<String, String> hash(List<?> all, int index) {
        Map<String, String> hash = new LinkedHashMap<>();
        List<String> flat = list(all, index);
        for (int i = 0; i < flat.size(); i += 2) {
            hash.put(flat.get(i), flat.get(i + 1));
        }
        return hash;
    }
}
