package dev.waybill.cli.bench;

import dev.waybill.queue.Claimed;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Pointers for benchmarks: the UID is the pointer's number, so that a handler knows which one it got. */
final class BenchPointers {
    static final int MAILBOXES = 500;
    private static final long ENQUEUED = 1_760_000_000_000L;

    private BenchPointers() {}

    static Pointer pointer(long group, int mailbox, int number) {
        return new Pointer(new UUID(group, mailbox), new Locator.Imap("INBOX", 7, number + 1L), ENQUEUED + number, "");
    }

    /** Numbers 0 to {@code count}, spread over the mailboxes, in batches. */
    static List<List<Pointer>> batches(int count, int size) {
        return batches(0, count, size);
    }

    /** So many numbers from {@code first} on, spread over the mailboxes, in batches. */
    static List<List<Pointer>> batches(int first, int count, int size) {
        List<List<Pointer>> batches = new ArrayList<>();
        for (int from = first; from < first + count; from += size) {
            List<Pointer> batch = new ArrayList<>(size);
            for (int i = from; i < Math.min(from + size, first + count); i++) {
                batch.add(pointer(7, scattered(i), i));
            }
            batches.add(batch);
        }
        return batches;
    }

    /** A mailbox that looks random and is the same in every run. */
    private static int scattered(int number) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        return (int) Math.floorMod(mixed ^ (mixed >>> 29), (long) MAILBOXES);
    }

    static int number(Claimed claimed) {
        if (claimed instanceof Claimed.Valid valid && valid.pointer().locator() instanceof Locator.Imap imap) {
            return (int) imap.uid() - 1;
        }
        throw new BenchFailure("the queue of the benchmark holds a pointer that is not its own: " + claimed.receipt());
    }

    static long bytes(List<List<Pointer>> batches) {
        return batches.stream()
                .flatMap(List::stream)
                .mapToLong(pointer -> PointerCodec.encode(pointer).getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
