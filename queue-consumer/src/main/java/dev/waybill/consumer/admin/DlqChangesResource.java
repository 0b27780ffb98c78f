package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/dlq/replay} and {@code /v1/dlq/drop}. The body names ids, or filters, or {@code "all": true}; nothing is never taken
 * for everything.
 */
@Path("/v1/dlq")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class DlqChangesResource {
    private static final Set<String> FIELDS =
            Set.of("ids", "all", "mailbox", "reason", "kind", "olderThan", "limit", "rate");
    private static final int MOST = 10_000;
    private static final int BATCH = 100;
    private static final Duration LONGEST = Duration.ofMinutes(10);

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
    public Result replay(InputStream body, @RestQuery @Nullable String dryRun) throws InterruptedException {
        boolean dry = Ids.dryRun(dryRun);
        ObjectNode request = RequestBody.json(body);
        JsonFields fields = new JsonFields(request).only(FIELDS);
        List<DeadLetter> letters = selected(fields);
        int rate = fields.number("rate", MOST, 1, MOST);
        fields.refuseIfWrong();
        if ((long) letters.size() > rate * LONGEST.toSeconds()) {
            throw Refusal.badField(
                    "rate",
                    letters.size() + " letters at " + rate + " a second take longer than " + LONGEST.toMinutes()
                            + " minutes; lower the limit and ask again for the rest");
        }
        return dry ? would("replay", letters) : did("replayed", letters, inBatches(letters, rate));
    }

    /** First the ledger row {@code skipped: dropped}, then the letter: a crash in between leaves a letter that can be dropped again. */
    @POST
    @Path("/drop")
    public Result drop(InputStream body, @RestQuery @Nullable String dryRun) {
        boolean dry = Ids.dryRun(dryRun);
        JsonFields fields = new JsonFields(RequestBody.json(body)).only(FIELDS);
        List<DeadLetter> letters = selected(fields);
        fields.refuseIfWrong();
        if (dry) {
            return would("drop", letters);
        }
        List<PointerId> gone = new ArrayList<>();
        for (int from = 0; from < letters.size(); from += BATCH) {
            List<DeadLetter> batch = letters.subList(from, Math.min(from + BATCH, letters.size()));
            dropped.record(batch);
            gone.addAll(dlq.drop(batch.stream().map(DeadLetter::id).toList()));
        }
        return did("dropped", letters, gone);
    }

    private List<DeadLetter> selected(JsonFields fields) {
        List<String> ids = fields.texts("ids", Ids.MOST, PointerId.LENGTH);
        boolean all = fields.flag("all");
        int limit = fields.number("limit", Ids.MOST, 1, MOST);
        DlqFilter filter = DlqFilter.of(
                directory,
                pace.now(),
                fields.text("mailbox", "", 400),
                fields.text("reason", "", 100),
                fields.text("kind", "", 100),
                fields.text("olderThan", "", 32));
        fields.refuseIfWrong();
        if (!ids.isEmpty()) {
            if (all || !filter.isEmpty()) {
                throw Refusal.badField("ids", "stand alone: leave the filters and 'all' out");
            }
            return DlqSelection.byId(dlq, ids.stream().map(Ids::pointer).toList());
        }
        if (all == !filter.isEmpty()) {
            throw Refusal.badRequest(
                    "say which dead letters: ids, or filters (mailbox, reason, kind, olderThan), or \"all\": true");
        }
        return DlqSelection.pick(dlq, filter, 0, limit).letters();
    }

    private List<PointerId> inBatches(List<DeadLetter> letters, int rate) throws InterruptedException {
        List<PointerId> replayed = new ArrayList<>();
        int batch = Math.min(rate, BATCH);
        long start = pace.nanos();
        for (int from = 0; from < letters.size(); from += batch) {
            Duration due = Duration.ofNanos(from * 1_000_000_000L / rate - (pace.nanos() - start));
            if (due.isPositive()) {
                pace.sleep(due);
            }
            replayed.addAll(dlq.replay(letters.subList(from, Math.min(from + batch, letters.size())).stream()
                    .map(DeadLetter::id)
                    .toList()));
        }
        return replayed;
    }

    private static Result would(String verb, List<DeadLetter> letters) {
        return new Result(
                true,
                letters.size(),
                0,
                letters.stream().limit(Ids.MOST).map(l -> l.id().value()).toList(),
                "would " + verb + " " + letters(letters.size()));
    }

    private static Result did(String verb, List<DeadLetter> letters, Collection<PointerId> done) {
        AdminLog.queue(verb + " " + letters(done.size()));
        int others = letters.size() - done.size();
        return new Result(
                false,
                letters.size(),
                done.size(),
                done.stream().limit(Ids.MOST).map(PointerId::value).toList(),
                verb + " " + letters(done.size())
                        + (others > 0 ? "; " + letters(others) + " had left the DLQ meanwhile" : ""));
    }

    private static String letters(int n) {
        return n == 1 ? "1 dead letter" : n + " dead letters";
    }

    /** {@code ids}: the first 1,000 of those that were, or would be, changed. */
    record Result(boolean dryRun, int matched, int changed, List<String> ids, String message) {}
}
