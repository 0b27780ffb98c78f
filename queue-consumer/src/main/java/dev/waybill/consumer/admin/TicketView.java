package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tickets as the API shows them. */
final class TicketView {
    private TicketView() {}

    /** Who asked. */
    record Person(String name, String address) {}

    /** One line of a list. {@code comments} counts its mails, the opening one included. */
    record Line(
            long id,
            String tenant,
            UUID mailbox,
            String subject,
            Person requester,
            String status,
            Instant createdAt,
            Instant updatedAt,
            long comments) {}

    /** A page, last changed first. */
    record Page(List<Line> tickets, @Nullable String next) {}

    /** A ticket with its mails, oldest first. {@code next}: the comment to go on after. */
    record Whole(
            long id,
            String tenant,
            UUID mailbox,
            String subject,
            Person requester,
            String status,
            Instant createdAt,
            Instant updatedAt,
            List<Comment> comments,
            @Nullable Long next) {
        static Whole of(Line line, List<Comment> comments, @Nullable Long next) {
            return new Whole(
                    line.id(),
                    line.tenant(),
                    line.mailbox(),
                    line.subject(),
                    line.requester(),
                    line.status(),
                    line.createdAt(),
                    line.updatedAt(),
                    comments,
                    next);
        }
    }

    /**
     * One mail of a ticket.
     *
     * @param participants objects of role, name and address
     * @param html sanitised when it was stored
     * @param visible what its author wrote; in doubt more than that, never less
     * @param quoted what it quotes, folded where it is shown
     * @param signature folded as well
     * @param automatic a machine wrote it
     * @param truncated text or HTML is longer than shown; the raw mail has it all
     */
    record Comment(
            long id,
            boolean opening,
            String subject,
            Person author,
            JsonNode participants,
            @Nullable Instant sentAt,
            @Nullable Instant receivedAt,
            Instant createdAt,
            String text,
            @Nullable String html,
            String visible,
            String quoted,
            String signature,
            boolean automatic,
            boolean truncated,
            String messageKey,
            @Nullable String pointer,
            String rawSha256,
            List<Attachment> attachments) {
        Comment with(List<Attachment> files) {
            return new Comment(
                    id,
                    opening,
                    subject,
                    author,
                    participants,
                    sentAt,
                    receivedAt,
                    createdAt,
                    text,
                    html,
                    visible,
                    quoted,
                    signature,
                    automatic,
                    truncated,
                    messageKey,
                    pointer,
                    rawSha256,
                    files);
        }
    }

    /** {@code id} is its number in {@code /v1/tickets/{ticket}/attachments/{id}}. */
    record Attachment(
            long id,
            String name,
            String contentType,
            long size,
            String sha256,
            boolean inline,
            @Nullable String contentId) {}
}
