package dev.waybill.mailbox.push;

import java.util.Optional;
import java.util.UUID;

/** This process's own copy of the channels: read without I/O, refreshed every second or two, kept while PostgreSQL is down. */
public interface PushCopy {
    /** The channel whose notification this is: the subscription is known, and the secret is its own. */
    Verdict authenticate(String subscription, String clientState);

    /** The channel of a mailbox's folder. */
    Optional<PushChannel> find(UUID mailbox, String folder);

    /** Whether it was read at least once. */
    boolean loaded();

    /** What a notification turned out to be. */
    sealed interface Verdict {}

    record Authentic(PushChannel channel) implements Verdict {}

    /** There is no such subscription. */
    record Unknown() implements Verdict {}

    /** There is, and this is not its secret. */
    record Forged() implements Verdict {}
}
