package dev.waybill.consumer.admin;

import dev.waybill.queue.Locator;
import dev.waybill.queue.Place;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UIDs of one folder that the ledger does not know, with their places in the queue, packed, for there may be millions. */
final class Uids {
    private final UUID mailbox;
    private final String folder;
    private final long uidValidity;
    private long[] uids = new long[64];
    private @Nullable Place[] places = new Place[64];
    private int size;

    Uids(UUID mailbox, String folder, long uidValidity) {
        this.mailbox = mailbox;
        this.folder = folder;
        this.uidValidity = uidValidity;
    }

    int size() {
        return size;
    }

    void add(long uid) {
        if (size == uids.length) {
            uids = Arrays.copyOf(uids, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        uids[size] = uid;
        size++;
    }

    PointerId id(int index) {
        return idOf(uids[index]);
    }

    PointerId idOf(long uid) {
        return new Pointer(mailbox, new Locator.Imap(folder, uidValidity, uid), 0, "").id();
    }

    void place(int index, @Nullable Place place) {
        places[index] = place;
    }

    @Nullable
    Place place(int index) {
        return places[index];
    }
}
