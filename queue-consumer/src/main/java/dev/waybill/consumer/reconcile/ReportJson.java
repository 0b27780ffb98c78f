package dev.waybill.consumer.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.consumer.database.PgText;
import dev.waybill.queue.PointerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report as PostgreSQL keeps it. */
final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LONGEST_FOLDER = 255;

    private ReportJson() {}

    static String write(ReconcileReport report) {
        ObjectNode json = JSON.createObjectNode();
        var folders = json.putArray("folders");
        for (FolderReport f : report.folders()) {
            folders.addObject()
                    .put("folder", PgText.clean(f.folder(), LONGEST_FOLDER))
                    .put("found", f.found())
                    .put("known", f.known())
                    .put("waiting", f.waiting())
                    .put("dead", f.dead())
                    .put("missing", f.missing())
                    .put("enqueued", f.enqueued());
        }
        var missing = json.putArray("missing");
        report.missing().forEach(id -> missing.add(id.value()));
        return json.toString();
    }

    /** Without what the columns hold. */
    static ReconcileReport read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            List<FolderReport> folders = new ArrayList<>();
            for (JsonNode f : json.path("folders")) {
                folders.add(new FolderReport(
                        f.path("folder").asText(),
                        f.path("found").asLong(),
                        f.path("known").asLong(),
                        f.path("waiting").asLong(),
                        f.path("dead").asLong(),
                        f.path("missing").asLong(),
                        f.path("enqueued").asLong()));
            }
            List<PointerId> missing = new ArrayList<>();
            json.path("missing").forEach(id -> missing.add(new PointerId(id.asText())));
            return new ReconcileReport(folders, missing, Optional.empty());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report in the table reconciliation is no JSON: " + e.getMessage(), e);
        }
    }
}
