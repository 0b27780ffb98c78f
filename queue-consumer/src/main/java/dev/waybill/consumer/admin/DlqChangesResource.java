package dev.waybill.consumer.admin;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.PointerId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/dlq/replay} and {@code /v1/dlq/drop}. A request works for some seconds and answers where the next one goes on, so that
 * nobody waits for long without a word, and what was interrupted can be continued: what is done is done.
 */
@Path("/v1/dlq")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class DlqChangesResource {
    private static final int BATCH = 100;
    private static final int FASTEST = 10_000;
    private static final Duration SLICE = Duration.ofSeconds(5);

    private final DeadLetters dlq;
    private final MailboxDirectory directory;
    private final DroppedLetters dropped;
    private final Pace pace;

    DlqChangesResource(DeadLetters dlq, MailboxDirectory directory, DroppedLetters dropped, Pace pace) {
        this.dlq = dlq;
        this.directory = directory;
        this.dropped = dropped;
        this.pace = pace;
    }

    /** Back to their lanes, oldest first, at most {@code rate} a second. */
    @POST
    @Path("/replay")
    public DlqChange.Result replay(InputStream body, @RestQuery @Nullable String dryRun) throws InterruptedException {
        return change("replay", "replayed", body, Ids.dryRun(dryRun), letters -> dlq.replay(ids(letters)));
    }

    /** First the ledger row {@code skipped: dropped}, then the letter: a crash in between leaves a letter that can be dropped again. */
    @POST
    @Path("/drop")
    public DlqChange.Result drop(InputStream body, @RestQuery @Nullable String dryRun) throws InterruptedException {
        return change("drop", "dropped", body, Ids.dryRun(dryRun), letters -> {
            dropped.record(letters);
            return dlq.drop(ids(letters));
        });
    }

    /** What is done to a batch; returns what was changed. */
    private interface Deed {
        Collection<PointerId> to(List<DeadLetter> letters);
    }

    private DlqChange.Result change(String verb, String done, InputStream body, boolean dry, Deed deed)
            throws InterruptedException {
        Set<String> known = new TreeSet<>(DlqSelection.FIELDS);
        known.add("rate");
        JsonFields fields = new JsonFields(RequestBody.json(body)).only(known);
        int rate = fields.number("rate", FASTEST, 1, FASTEST);
        DlqSelection selection = DlqSelection.of(fields, dlq, directory);
        DlqChange change = new DlqChange();
        if (dry) {
            return look(selection, change).wouldHave(verb, selection.cursor());
        }
        try {
            carryOut(selection, change, rate, deed);
        } finally {
            AdminLog.queue(done + " " + DlqChange.letters(change.changed()));
        }
        return change.have(done, selection.cursor());
    }

    private DlqChange look(DlqSelection selection, DlqChange change) {
        long end = pace.nanos() + SLICE.toNanos();
        while (!selection.isAtItsEnd() && pace.nanos() < end) {
            change.would(selection.batch(DeadLetters.MAX_PAGE));
        }
        return change;
    }

    /** Sleeps until the batch behind the last one would be due, so that a request after this one keeps to the rate as well. */
    private void carryOut(DlqSelection selection, DlqChange change, int rate, Deed deed) throws InterruptedException {
        int batch = Math.min(rate, BATCH);
        long start = pace.nanos();
        long given = 0;
        while (!selection.isAtItsEnd() && pace.nanos() - start < SLICE.toNanos()) {
            List<DeadLetter> letters = selection.batch(batch);
            if (!letters.isEmpty()) {
                change.did(letters, deed.to(letters));
                given += letters.size();
            }
            Duration due = Duration.ofNanos(given * 1_000_000_000L / rate - (pace.nanos() - start));
            if (due.isPositive() && rate < FASTEST && !selection.isAtItsEnd()) {
                pace.sleep(due);
            }
        }
    }

    private static List<PointerId> ids(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::id).toList();
    }
}
