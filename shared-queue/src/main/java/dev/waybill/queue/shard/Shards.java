package dev.waybill.queue.shard;

import static java.util.stream.Collectors.groupingBy;

import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.PointerId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The shards of one port, and which of them a mailbox lies in. */
final class Shards<P> {
    /** The beginning of a mailbox's key: base64url of a SHA-256, so that mailboxes spread evenly. */
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final int PREFIX = 5;

    private final List<P> ports;

    Shards(List<P> ports) {
        this.ports = List.copyOf(ports);
    }

    int count() {
        return ports.size();
    }

    List<P> all() {
        return ports;
    }

    P get(int shard) {
        return ports.get(shard);
    }

    P of(UUID mailbox) {
        return get(indexOf(MailboxKey.of(mailbox)));
    }

    P of(PointerId id) {
        return get(indexOf(id.mailbox()));
    }

    int indexOf(MailboxKey mailbox) {
        int number = 0;
        for (int i = 0; i < PREFIX; i++) {
            number = number * DIGITS.length()
                    + Math.max(DIGITS.indexOf(mailbox.value().charAt(i)), 0);
        }
        return number % ports.size();
    }

    /** What belongs to each shard, in the order in which it came. */
    <T> Map<Integer, List<T>> split(Collection<T> items, Function<T, PointerId> idOf) {
        return items.stream()
                .collect(groupingBy(
                        item -> indexOf(idOf.apply(item).mailbox()), LinkedHashMap::new, Collectors.toList()));
    }
}
