package dev.waybill.consumer.afterwards;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The changes that are owed to mailboxes since the commit of their mails. Taking one is a lease: who dies with it loses it to another. */
public interface OwedChanges {
    /** Takes what is due, oldest first. */
    List<Owed> take(int most);

    /** Made, or not wanted any more. */
    void done(Collection<Owed> changes);

    /** Comes back after the delay. */
    void postpone(Collection<Owed> changes, Duration delay, String error);

    /** {@code attempts} counts this one. */
    record Owed(UUID mailbox, String messageKey, int attempts) {}
}
