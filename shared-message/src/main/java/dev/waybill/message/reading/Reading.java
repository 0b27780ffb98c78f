package dev.waybill.message.reading;

import dev.waybill.message.authentication.Authentication;
import dev.waybill.message.automatic.Automatic;
import dev.waybill.message.bounce.Bounce;
import dev.waybill.message.reply.ReplyText;
import dev.waybill.message.thread.DeliveredTo;
import dev.waybill.message.thread.ThreadKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail means to a help desk, told from what it says. Nothing in it is proven but what {@code authentication} trusts.
 *
 * @param bounces one per recipient that a bounce, a delivery status or a complaint names; {@code action} says what became of it
 * @param originalMessageId of the mail that a report is about, without angle brackets, or null
 */
public record Reading(
        MailKind kind,
        Automatic automatic,
        List<Bounce> bounces,
        @Nullable String originalMessageId,
        Authentication authentication,
        DeliveredTo deliveredTo,
        ThreadKeys thread,
        ReplyText reply) {
    public Reading {
        bounces = List.copyOf(bounces);
    }
}
