package dev.waybill.consumer.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Place;
import dev.waybill.queue.PointerId;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mails of one mailbox that the ledger has not settled, with their places in the queue, packed, for there may be millions. */
final class UnsettledMails {
    /** What an id says beyond its mailbox. */
    private static final int BYTES = PointerId.LENGTH - MailboxKey.LENGTH;

    private final String key;
    private byte[] ids = new byte[64 * BYTES];
    private @Nullable Place[] places = new Place[64];
    private int size;

    UnsettledMails(UUID mailbox) {
        this.key = MailboxKey.of(mailbox).value();
    }

    int size() {
        return size;
    }

    void add(PointerId id) {
        if (size == places.length) {
            ids = Arrays.copyOf(ids, size * 2 * BYTES);
            places = Arrays.copyOf(places, size * 2);
        }
        byte[] text = id.value().getBytes(US_ASCII);
        System.arraycopy(text, MailboxKey.LENGTH, ids, size * BYTES, BYTES);
        size++;
    }

    PointerId id(int index) {
        return new PointerId(key + new String(ids, index * BYTES, BYTES, US_ASCII));
    }

    void place(int index, @Nullable Place place) {
        places[index] = place;
    }

    @Nullable
    Place place(int index) {
        return places[index];
    }
}
