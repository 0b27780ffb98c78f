package dev.waybill.consumer.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.waybill.consumer.admin.DeadLetterView.MailboxRef;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Place;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.QueueControl;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v1/messages}: the whole life of a mail, by pointer id, Message-ID or {@code ticket:<number>}. */
@Path("/v1/messages")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
final class MessagesResource {
    private static final String TICKET = "ticket:";
    /** RFC 5322 §2.1.1 lets a line have 998 characters; ids in the wild are folded into more. */
    private static final int LONGEST = 2_000;

    private final LedgerRows ledger;
    private final QueueControl queue;
    private final DeadLetters dlq;
    private final MailboxDirectory directory;

    MessagesResource(LedgerRows ledger, QueueControl queue, DeadLetters dlq, MailboxDirectory directory) {
        this.ledger = ledger;
        this.queue = queue;
        this.dlq = dlq;
        this.directory = directory;
    }

    /** As a query parameter, for a Message-ID may hold every character. */
    @GET
    public Trace byQuery(@RestQuery @Nullable String id) {
        return trace(id == null ? "" : id);
    }

    /** As a path, percent-encoded. */
    @GET
    @Path("/{id: .+}")
    public Trace byPath(@RestPath String id) {
        return trace(id);
    }

    private Trace trace(String id) {
        if (id.isBlank() || id.length() > LONGEST) {
            throw Refusal.badField("id", "must be a pointer id, a Message-ID or ticket:NUMBER");
        }
        List<Message> messages = id.startsWith(TICKET) ? ofTicket(id) : ofPointerOrMessageId(id);
        if (messages.isEmpty()) {
            throw Refusal.notFound(
                    "nothing is known of " + id
                            + ": it was never enqueued here, or is queued and not fetched yet (then only its pointer id finds it)");
        }
        return new Trace(id, messages);
    }

    private List<Message> ofTicket(String id) {
        return told(ledger.byTicket(Ids.number("id", id.substring(TICKET.length()))));
    }

    private List<Message> ofPointerOrMessageId(String id) {
        Optional<PointerId> pointer = Ids.maybePointer(id);
        if (pointer.isPresent()) {
            List<Message> found = told(ledger.foundByPointer(pointer.get()));
            if (!found.isEmpty()) {
                return found;
            }
            Map<PointerId, Place> place = queue.places(List.of(pointer.get()));
            if (!place.isEmpty()) {
                return List.of(message(pointer.get(), null, place, directory.byKey()));
            }
        }
        boolean bracketed = id.startsWith("<") && id.endsWith(">") && id.length() > 2;
        return told(ledger.byMessageId(bracketed ? id.substring(1, id.length() - 1) : id));
    }

    private List<Message> told(List<LedgerRows.Found> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<PointerId, Place> places =
                queue.places(rows.stream().map(LedgerRows.Found::pointer).toList());
        Map<MailboxKey, Mailbox> mailboxes = directory.byKey();
        return rows.stream()
                .map(found -> message(found.pointer(), found.row(), places, mailboxes))
                .toList();
    }

    private Message message(
            PointerId pointer,
            @Nullable LedgerRowView row,
            Map<PointerId, Place> places,
            Map<MailboxKey, Mailbox> mailboxes) {
        Place place = places.get(pointer);
        Mailbox mailbox = mailboxes.get(pointer.mailbox());
        return new Message(
                pointer.value(),
                MailboxRef.of(mailbox),
                place == null ? null : place.name().toLowerCase(Locale.ROOT),
                row,
                place == Place.DEAD
                        ? dlq.show(pointer)
                                .map(letter -> DeadLetterView.of(letter, mailbox, null))
                                .orElse(null)
                        : null);
    }

    /** Everything that is known of what was asked for: a Message-ID may have come to several mailboxes. */
    record Trace(String id, List<Message> messages) {}

    /**
     * One mail.
     *
     * @param place in the queue: waiting, in_flight, delayed or dead; null when it is not there
     * @param ledger null as long as it was not settled
     */
    record Message(
            String pointer,
            @Nullable MailboxRef mailbox,
            @Nullable String place,
            @Nullable LedgerRowView ledger,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            DeadLetterView deadLetter) {}
}
