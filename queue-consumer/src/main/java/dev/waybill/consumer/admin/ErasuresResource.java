package dev.waybill.consumer.admin;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.retention.Erasure;
import dev.waybill.consumer.retention.Erasure.Erased;
import dev.waybill.consumer.ticket.ContactRows;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/erasures}: removes the data of one person. A request works for some seconds and answers where the next one goes on; what is
 * done is done.
 */
@Path("/v1/erasures")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class ErasuresResource {
    private static final Duration SLICE = Duration.ofSeconds(5);

    private final Erasure erasure;
    private final MailboxDirectory directory;
    private final Pace pace;

    ErasuresResource(Erasure erasure, MailboxDirectory directory, Pace pace) {
        this.erasure = erasure;
        this.directory = directory;
        this.pace = pace;
    }

    /** {@code cursor} is where a request before this one stopped. */
    @POST
    public Result erase(InputStream body, @RestQuery @Nullable String dryRun) {
        JsonFields fields = new JsonFields(RequestBody.json(body)).only(Set.of("tenant", "address", "cursor"));
        String tenant = fields.text("tenant", "default", 64);
        String address = ContactRows.address(fields.required("address", 320));
        String cursor = fields.text("cursor", Erasure.Place.start().text(), 2_000);
        fields.refuseIfWrong();
        if (address.indexOf('@') < 1) {
            throw Refusal.badField("address", "must be the person's address, for example ann@example.org");
        }
        Erasure.Place from = Erasure.Place.parse(cursor)
                .orElseThrow(() -> Refusal.badField(
                        "cursor", "is none that an erasure answered; leave it out to begin at the beginning"));
        refuseMailboxes(tenant, address);
        return work(new Erasure.Person(tenant, address), from, Ids.dryRun(dryRun));
    }

    /** All mail of a mailbox names its address. */
    private void refuseMailboxes(String tenant, String address) {
        boolean ours = directory.all().stream()
                .anyMatch(m -> m.tenant().equals(tenant) && m.address().equalsIgnoreCase(address));
        if (ours) {
            throw Refusal.conflict(
                    address + " is a connected mailbox, not a person who wrote to one: all mail in it names"
                            + " it, and nothing was erased");
        }
    }

    private Result work(Erasure.Person person, Erasure.Place start, boolean dry) {
        long end = pace.nanos() + SLICE.toNanos();
        Erased all = Erased.NOTHING;
        Optional<Erasure.Place> from = Optional.of(start);
        while (from.isPresent() && pace.nanos() < end) {
            Erasure.Step step = erasure.step(person, from.get(), dry);
            all = all.plus(step.erased());
            from = step.next();
        }
        if (!dry && !all.equals(Erased.NOTHING)) {
            AdminLog.erasure("erased data of a person in tenant " + person.tenant() + ": " + all);
        }
        return new Result(dry, all, from.map(Erasure.Place::text).orElse(null));
    }

    /** {@code next}: where another request goes on; null at the end. */
    record Result(boolean dryRun, Erased erased, @Nullable String next) {}
}
