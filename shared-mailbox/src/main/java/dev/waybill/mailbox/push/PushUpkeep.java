package dev.waybill.mailbox.push;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What the one replica writes that looks after the channels. Every write asks in its statement whether we lead still. */
public interface PushUpkeep {
    /** Whether this process leads from now on for so long at most; asked again before that, it goes on leading. */
    boolean lead(Duration atMost);

    /** Lets another one lead at once. */
    void resign();

    /**
     * Puts a new channel in the place of the one that a mailbox's folder has, if it has one. Done before the provider is asked, so
     * that notifications which arrive at once prove themselves.
     *
     * @return false if we lead no more, or the mailbox was removed
     */
    boolean begin(UUID channel, UUID mailbox, String folder, Optional<ClientState.Hash> secret);

    /** What the provider said; an empty subscription leaves what is there. False if we lead no more, or the channel is gone. */
    boolean established(UUID channel, Optional<String> subscription, Instant expires);

    /** Ends a channel. */
    boolean remove(UUID channel);

    /** Forgets channels that ended before then. */
    int forgetRemovedBefore(Instant then);
}
