package dev.waybill.consumer.resolve;

import dev.waybill.consumer.process.RawMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches single mails by their ids from a provider's API. */
public interface MailSource {
    /** What fetching one costs of the provider's budget. */
    int cost();

    /** Fetches it; {@code keep} reads the bytes to their end. */
    Fetched fetch(Mailbox mailbox, Locator locator, Keep keep) throws MailboxAccessException, IOException;

    /** Another pointer to the mail of an id that is not found, where the provider knows one. */
    Optional<Locator> elsewhere(Mailbox mailbox, Locator locator) throws MailboxAccessException;

    /** Where the bytes go, and how many are too many. */
    interface Keep {
        long maxBytes();

        RawMail read(InputStream content) throws IOException;
    }

    /** What came of it. */
    sealed interface Fetched {
        record Mail(RawMail raw, @Nullable Instant receivedAt) implements Fetched {}

        /** The provider does not have it, or not yet. */
        record Missing() implements Fetched {}

        /** {@code how}: {@code announced} before a byte was fetched, or {@code sent}. */
        record TooLarge(String how, long size) implements Fetched {}

        /** Not a mail that was received: {@code draft}. */
        record NoMail(String reason) implements Fetched {}
    }
}
