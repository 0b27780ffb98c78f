package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A replay or a drop, asked for in slices until its limit is reached or nothing more matches. Where it is interrupted, by a person or by
 * a failure, it says how to go on.
 */
final class DlqChange {
    /** The server's own default. */
    private static final int USUAL_LIMIT = 1_000;

    private final String verb;
    private final String done;
    private final boolean dryRun;
    private volatile Progress progress = new Progress(0, 0, "");

    /** {@code cursor}: where to go on; empty at the beginning and at the end. */
    private record Progress(int matched, int changed, String cursor) {}

    DlqChange(String verb, String done, boolean dryRun) {
        this.verb = verb;
        this.done = done;
        this.dryRun = dryRun;
    }

    int carryOut(AdminClient api, Screen screen, ObjectNode request, JsonOption json) {
        int limit = request.path("limit").asInt(USUAL_LIMIT);
        Thread interrupted = new Thread(() -> {
            screen.endProgress();
            screen.complain(whereItStopped());
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            JsonNode answer = slice(api, request);
            while (answer.hasNonNull("next") && progress.matched() < limit) {
                screen.progress(so() + " so far");
                request.put("cursor", progress.cursor());
                answer = slice(api, request.put("limit", limit - progress.matched()));
            }
            screen.endProgress();
            return json.report(screen, whole((ObjectNode) answer));
        } catch (VerbFailure failure) {
            screen.endProgress();
            throw failure.exitCode() == 1 && progress.matched() > 0
                    ? VerbFailure.failed(failure.getMessage() + "\n" + whereItStopped())
                    : failure;
        } finally {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
    }

    private JsonNode slice(AdminClient api, ObjectNode request) {
        JsonNode answer = api.post(ApiPath.of("dlq", verb).flag("dryRun", dryRun), request);
        Progress before = progress;
        progress = new Progress(
                before.matched() + answer.path("matched").asInt(),
                before.changed() + answer.path("changed").asInt(),
                answer.hasNonNull("next") ? answer.path("next").asText() : "");
        return answer;
    }

    /** The last slice's answer with the sums of all. */
    private ObjectNode whole(ObjectNode answer) {
        Progress all = progress;
        if (answer.path("matched").asInt() == all.matched()) {
            return answer;
        }
        String rest = all.cursor().isEmpty() ? "" : "; there may be more: --cursor " + all.cursor();
        return answer.put("matched", all.matched())
                .put("changed", all.changed())
                .put("message", so() + rest);
    }

    private String so() {
        return (dryRun ? "would " + verb + " " + progress.matched() : done + " " + progress.changed())
                + " dead letters";
    }

    private String whereItStopped() {
        return so() + " and stopped; what is done is done. Go on with the same command"
                + (progress.cursor().isEmpty() ? "" : " and --cursor " + progress.cursor());
    }
}
