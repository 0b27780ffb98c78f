package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.file.MailRoomFile;
import dev.waybill.mailbox.file.MailRoomItem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/mailboxes/import}: connects the mailboxes of a file in mail_room's shape. The body is the YAML, or JSON {@code {"file":
 * yaml, "variables": {name: value}}} with the environment variables that the file refers to: those of the caller, because this
 * service's own hold secrets that a file must not get hold of.
 */
@Path("/v1/mailboxes/import")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class MailboxImportResource {
    private static final int MOST_VARIABLES = 1_000;

    private final MailboxImport mailboxes;
    private final Pace pace;

    MailboxImportResource(MailboxImport mailboxes, Pace pace) {
        this.mailboxes = mailboxes;
        this.pace = pace;
    }

    /** YAML alone. */
    @POST
    @Consumes({"application/yaml", "application/x-yaml", "text/yaml", MediaType.TEXT_PLAIN})
    public MailboxImport.Result yaml(
            InputStream body,
            @RestQuery @DefaultValue("default") String tenant,
            @RestQuery @DefaultValue("now") String since,
            @RestQuery @Nullable String dryRun) {
        return read(RequestBody.text(body), Map.of(), tenant, since, Ids.dryRun(dryRun));
    }

    /** YAML with variables. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public MailboxImport.Result json(
            InputStream body,
            @RestQuery @DefaultValue("default") String tenant,
            @RestQuery @DefaultValue("now") String since,
            @RestQuery @Nullable String dryRun) {
        JsonFields fields =
                new JsonFields(RequestBody.json(body, RequestBody.LARGEST_IMPORT)).only(Set.of("file", "variables"));
        JsonNode file = fields.raw("file");
        if (!file.isTextual()) {
            fields.problem("file", "must be the text of the YAML file");
        }
        Map<String, String> variables = variables(fields);
        fields.refuseIfWrong();
        return read(file.asText(), variables, tenant, since, Ids.dryRun(dryRun));
    }

    private MailboxImport.Result read(
            String yaml, Map<String, String> variables, String tenant, String since, boolean dryRun) {
        Instant startAt = Moments.since(since, pace.now())
                .orElseThrow(() -> Refusal.badField("since", "must be now, all, a date-time, or an age such as 7d"));
        if (!MailboxRequest.isTenant(tenant)) {
            throw Refusal.badField("tenant", MailboxRequest.TENANT_RULE);
        }
        List<MailRoomItem> items = MailRoomFile.parse(new StringReader(yaml), variables::get);
        return mailboxes.run(items, tenant, startAt, dryRun);
    }

    private static Map<String, String> variables(JsonFields fields) {
        Map<String, String> variables = new TreeMap<>();
        JsonNode given = fields.raw("variables");
        boolean right = given.isMissingNode() || (given.isObject() && given.size() <= MOST_VARIABLES);
        for (var variable : given.properties()) {
            right &= variable.getValue().isTextual();
            variables.put(variable.getKey(), variable.getValue().asText());
        }
        if (!right) {
            fields.problem("variables", "must be an object of at most " + MOST_VARIABLES + " texts");
        }
        return variables;
    }
}
