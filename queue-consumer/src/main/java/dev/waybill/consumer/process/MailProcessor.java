package dev.waybill.consumer.process;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.BlobUnavailableException;
import dev.waybill.consumer.blob.Original;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.ledger.ProcessedMail;
import dev.waybill.consumer.ledger.Recorded;
import dev.waybill.consumer.loop.Activity;
import dev.waybill.consumer.loop.DeadlineWatch;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.ticket.Course;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.message.MailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes one downloaded mail have its effects: reads it (its attachments go to the store meanwhile), records it in one transaction, which
 * stores its bytes too unless they are stored, acknowledges. A crash before the commit leaves at most blobs that no row names: of
 * attachments, of a large original, of any in a directory; behind it, a pointer that is known.
 */
public final class MailProcessor {
    private final BlobStore blobs;
    private final MailReader reader;
    private final OwnWorld own;
    private final ProcessedLedger ledger;
    private final Answers answers;
    private final DeadlineWatch watch;
    private final Semaphore workers;

    /** What reads a mail, and what its meaning depends on. */
    public record Readers(MailReader reader, OwnWorld own) {}

    /** {@code workers}: how many mails are read and recorded at a time; each needs memory and a connection. */
    public MailProcessor(
            BlobStore blobs,
            Readers readers,
            ProcessedLedger ledger,
            Answers answers,
            DeadlineWatch watch,
            Semaphore workers) {
        this.blobs = blobs;
        this.reader = readers.reader();
        this.own = readers.own();
        this.ledger = ledger;
        this.answers = answers;
        this.watch = watch;
        this.workers = workers;
    }

    /** Settles the pointer, whatever happens. */
    public void process(Flight flight, Mailbox mailbox, StagedMail mail) {
        try {
            workers.acquire();
        } catch (InterruptedException e) {
            answers.release(List.of(flight), "stopping");
            return;
        }
        try {
            attempt(flight, mailbox, mail);
        } finally {
            workers.release();
        }
    }

    private void attempt(Flight flight, Mailbox mailbox, StagedMail mail) {
        if (mail.raw().size() == 0) {
            answers.skip(flight, mailbox.tenant(), "empty", Map.of());
            return;
        }
        Recorded recorded = null;
        Throwable failure = null;
        Optional<Activity.Cut> cut;
        try (Activity activity = watch.begin(Activity.Kind.PROCESS, List.of(flight), () -> {})) {
            try {
                recorded = record(flight, mailbox, mail);
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                failure = e;
            }
            cut = activity.cut();
        }
        if (recorded != null) {
            done(flight, recorded);
        } else if (cut.isPresent() && !(cut.get() == Activity.Cut.DEADLINE && isTheWorlds(failure))) {
            answers.cut(List.of(flight), mailbox, Activity.Kind.PROCESS, cut.get());
        } else if (failure != null) {
            answers.failed(List.of(flight), mailbox, failure);
        }
    }

    /** A store that hangs until our deadline is no fault of the mail. */
    private static boolean isTheWorlds(@Nullable Throwable failure) {
        return failure instanceof DatabaseUnavailableException || failure instanceof BlobUnavailableException;
    }

    private Recorded record(Flight flight, Mailbox mailbox, StagedMail mail) throws IOException {
        Original original = mail.raw().original(blobs);
        ParsedMail parsed;
        try (InputStream content = mail.raw().open(blobs)) {
            parsed = reader.read(content, attachment -> blobs.put(attachment));
        }
        Reading reading = new MailInterpreter(own.of(mailbox.address())).read(parsed);
        return ledger.record(new ProcessedMail(
                Answers.passage(flight, mailbox.tenant()),
                original,
                parsed,
                reading,
                Course.of(parsed, reading, own.ownAddresses(mailbox.address())),
                mail.receivedAt(),
                mail.resolvedAt()));
    }

    private void done(Flight flight, Recorded recorded) {
        switch (recorded) {
            case Recorded.Opened opened -> answers.processed(flight, "ticket");
            case Recorded.Joined joined -> answers.processed(flight, "comment");
            case Recorded.Noted noted -> answers.processed(flight, noted.effect());
            case Recorded.Skipped skipped -> answers.skipped(flight, skipped.reason());
            case Recorded.AlreadyKnown known -> answers.skipped(flight, "duplicate");
            case Recorded.SameContent same -> answers.skipped(flight, "duplicate_content");
        }
    }
}
