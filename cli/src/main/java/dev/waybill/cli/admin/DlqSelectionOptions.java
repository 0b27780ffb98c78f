package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The dead letters that a change is for: ids, or filters, or in so many words all of them. */
final class DlqSelectionOptions {
    @Mixin
    private DlqFilterOptions filter = new DlqFilterOptions();

    @Option(names = "--all", description = "Every dead letter.")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N", description = "At most N, oldest first; default 1000.")
    private @Nullable Integer limit;

    @Option(names = "--cursor", description = "Go on where an interrupted one said that it was; with the same filters.")
    private @Nullable String cursor;

    ObjectNode request(@Nullable List<String> ids, @Nullable Integer rate) {
        List<String> letters = ids == null ? List.of() : ids;
        boolean named = !letters.isEmpty();
        boolean filtered = !filter.isEmpty();
        if (named ? filtered || all : filtered == all) {
            throw VerbFailure.usage("say which: ids, or filters (--mailbox, --reason, --kind, --older-than), or --all");
        }
        ObjectNode request = Screen.JSON.createObjectNode();
        if (named) {
            letters.forEach(request.putArray("ids")::add);
        }
        if (all) {
            request.put("all", true);
        }
        filter.putInto(request);
        if (limit != null) {
            request.put("limit", limit);
        }
        if (cursor != null) {
            request.put("cursor", cursor);
        }
        if (rate != null) {
            request.put("rate", rate);
        }
        return request;
    }
}
