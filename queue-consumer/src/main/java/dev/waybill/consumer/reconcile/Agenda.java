package dev.waybill.consumer.reconcile;

import dev.waybill.queue.Locator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Which mailbox is to be compared when. Any consumer may keep it; what one is at, the others leave alone. May throw DatabaseUnavailableException. */
public interface Agenda {
    /** Puts new mailboxes on it, takes removed ones off, and makes those due that were resumed or work again. */
    void notice();

    /**
     * Takes what is due, at most {@code most} mailboxes that are neither paused nor removed, and sets when they are due again, unless
     * {@code enqueue} fails.
     *
     * @return how many
     */
    int take(int most, Consumer<List<Due>> enqueue);

    /** It is due now, if it is on the agenda. */
    void due(UUID mailbox, String reason);

    /** A mailbox to be compared. */
    record Due(UUID mailbox, Locator.Reconcile pointer) {}
}
