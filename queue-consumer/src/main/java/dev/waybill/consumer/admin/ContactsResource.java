package dev.waybill.consumer.admin;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.Query;
import dev.waybill.consumer.ticket.ContactRows;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/contacts}: the addresses that bounce, and the person's word that one does no more. */
@Path("/v1/contacts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class ContactsResource {
    private static final String BOUNCING = """
        select tenant, address, bouncing_since, reason, status, diagnostic, mailbox_id, message_key from contact
         where bouncing_since is not null and tenant = ? and (?::text is null or address > ?::text)
         order by address limit ?
        """;
    private static final String IS_BOUNCING = """
        select address from contact where tenant = ? and address = ? and bouncing_since is not null
        """;
    private static final String CLEAR = """
        update contact set bouncing_since = null, cleared_at = now(), cleared_by = 'person'
         where tenant = ? and address = ? and bouncing_since is not null
        """;

    private final Database database;

    ContactsResource(Database database) {
        this.database = database;
    }

    /** Those that bounce now, of one tenant, in the order of their addresses. */
    @GET
    public ContactView.Page list(
            @RestQuery @Nullable String tenant, @RestQuery @Nullable String limit, @RestQuery @Nullable String after) {
        int most = Ids.limit(limit, 100);
        String chosen = tenant == null || tenant.isEmpty() ? "default" : tenant;
        List<ContactView> page = database.autocommit(
                "listing contacts", c -> Query.list(c, BOUNCING, ContactsResource::view, chosen, after, after, most));
        return new ContactView.Page(
                page, page.size() < most ? null : page.getLast().address());
    }

    /** The address works again: its flag goes. A failure from before this moment does not set it again. */
    @POST
    @Path("/clear")
    @Consumes(MediaType.APPLICATION_JSON)
    public Change clear(InputStream body, @RestQuery @Nullable String dryRun) {
        JsonFields fields = new JsonFields(RequestBody.json(body)).only(Set.of("tenant", "address"));
        String tenant = fields.text("tenant", "default", 64);
        String address = ContactRows.address(fields.required("address", 320));
        fields.refuseIfWrong();
        if (Ids.dryRun(dryRun)) {
            boolean bounces = !database.autocommit(
                            "reading a contact",
                            c -> Query.list(c, IS_BOUNCING, row -> row.getString("address"), tenant, address))
                    .isEmpty();
            return Change.would(bounces ? "would clear the flag of " + address : address + " is not flagged");
        }
        boolean cleared = database.autocommit("clearing a contact", c -> Query.update(c, CLEAR, tenant, address)) == 1;
        if (cleared) {
            AdminLog.contact("cleared the bouncing flag of a contact in tenant " + tenant);
        }
        return Change.did(cleared, cleared ? "cleared the flag of " + address : address + " is not flagged");
    }

    private static ContactView view(ResultSet row) throws SQLException {
        Instant since = Query.instant(row, "bouncing_since");
        return new ContactView(
                row.getString("tenant"),
                row.getString("address"),
                Objects.requireNonNull(since, "bouncing_since"),
                row.getString("reason"),
                row.getString("status"),
                row.getString("diagnostic"),
                row.getObject("mailbox_id", UUID.class),
                row.getString("message_key"));
    }
}
