package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ids of a mailbox that is read through an API, in windows of the time at which the provider received the mails. What is complete is
 * such a time.
 */
public final class ApiListing implements MailListing {
    /** Lists lag behind, are not strictly in order of time, and clocks differ. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final Chunks chunks;
    private final ReconcileLog log;
    private final Pace pace;

    public ApiListing(Chunks chunks, ReconcileLog log, Pace pace) {
        this.chunks = chunks;
        this.log = log;
        this.pace = pace;
    }

    /** One folder or label, a chunk at a time. */
    public interface Chunks {
        /** Of one chunk; the first of a folder costs one more request. */
        int cost();

        /**
         * What came into a watched folder in another way than by being received since, and then what it has received since; {@code next}
         * is empty at first, then {@link Chunk#next}.
         */
        Chunk list(Mailbox mailbox, String folder, Instant since, Optional<String> next) throws MailboxAccessException;
    }

    /**
     * Mails without drafts and the like.
     *
     * @param whenComplete to be run when each mail of the folder that was received before the window has its row
     */
    public record Chunk(List<Listed> mails, Optional<String> next, Optional<Runnable> whenComplete) {
        public Chunk(List<Listed> mails, Optional<String> next) {
            this(mails, next, Optional.empty());
        }
    }

    @Override
    public Walk walk(Mailbox mailbox, Optional<Instant> since) {
        Instant start = mailbox.startAt();
        Instant incomplete = log.completeAt(mailbox.id())
                .map(at -> at.minus(OVERLAP))
                .filter(start::isBefore)
                .orElse(start);
        Instant from = since.filter(incomplete::isAfter).orElse(incomplete);
        Instant within = from.isBefore(start) ? start : from;
        return new ApiWalk(mailbox, within.truncatedTo(ChronoUnit.SECONDS), pace.now());
    }

    private final class ApiWalk implements Walk {
        private final Mailbox mailbox;
        private final Instant from;
        private final Deque<String> folders;
        private Optional<String> next = Optional.empty();
        private Runnable whenComplete = () -> {};
        /** The earliest of all folders; null when one of them cannot tell. */
        private @Nullable Instant completeAt;

        private ApiWalk(Mailbox mailbox, Instant from, Instant now) {
            this.mailbox = mailbox;
            this.from = from;
            this.folders = new ArrayDeque<>(mailbox.folders());
            this.completeAt = now;
        }

        @Override
        public int cost() {
            return folders.isEmpty() ? 0 : chunks.cost() + (next.isEmpty() ? 1 : 0);
        }

        @Override
        public Optional<Page> next() throws MailboxAccessException {
            String folder = folders.peek();
            if (folder == null) {
                return Optional.empty();
            }
            if (next.isEmpty()) {
                whenComplete = () -> {};
            }
            Chunk chunk = chunks.list(mailbox, folder, from, next);
            next = chunk.next();
            whenComplete = chunk.whenComplete().orElse(whenComplete);
            if (next.isEmpty()) {
                folders.remove();
            }
            return Optional.of(new Page(folder, chunk.mails(), next.isEmpty()));
        }

        /** Mails of the window come last: when the first without a row is one of them, all others have theirs. */
        @Override
        public void complete(String folder, Optional<Listed> firstWithoutRow) {
            Optional<Instant> received = firstWithoutRow.flatMap(Listed::receivedAt);
            boolean inWindow = received.isPresent() && !received.get().isBefore(from);
            if (firstWithoutRow.isEmpty() || inWindow) {
                whenComplete.run();
            }
            if (firstWithoutRow.isPresent() && completeAt != null) {
                completeAt = inWindow ? earlier(completeAt, received.get()) : null;
            }
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }

        @Override
        public Optional<Instant> completeAt() {
            return Optional.ofNullable(completeAt);
        }

        @Override
        public void close() {}
    }
}
