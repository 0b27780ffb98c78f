package dev.waybill.cli.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonGenerator.Feature;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.ParsedMail.Attachment;
import dev.waybill.message.authentication.Authentication;
import dev.waybill.message.automatic.AutomaticReason;
import dev.waybill.message.bounce.Bounce;
import dev.waybill.message.reading.Reading;
import dev.waybill.message.reply.ReplyText;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a mail, on one line. Every object has every field, in the same order: a text that is not there is null, a list that has
 * nothing is empty. {@code docs/inspect.md} explains them.
 */
final class InspectJson {
    private final JsonFactory json = new JsonFactory()
            .disable(Feature.AUTO_CLOSE_TARGET)
            .disable(Feature.FLUSH_PASSED_TO_STREAM)
            // What is open when something fails stays broken: the line shows that it does not count.
            .disable(Feature.AUTO_CLOSE_JSON_CONTENT);

    void write(Inspection inspection, Writer out) throws IOException {
        try (JsonGenerator to = json.createGenerator(out)) {
            to.writeStartObject();
            to.writeStringField("file", inspection.file());
            to.writeNumberField("size", inspection.size());
            to.writeStringField("sha256", inspection.sha256());
            kind(to, inspection.reading());
            envelope(to, inspection.mail());
            body(
                    to,
                    inspection.mail().text(),
                    inspection.mail().html(),
                    inspection.reading().reply());
            attachments(to, inspection.mail().attachments());
            report(to, inspection.reading());
            strings(to, "warnings", inspection.mail().warnings());
            to.writeEndObject();
        }
        out.write('\n');
    }

    /** For a bare reply body, of which nothing else is known. */
    void write(String file, ReplyText reply, Writer out) throws IOException {
        try (JsonGenerator to = json.createGenerator(out)) {
            to.writeStartObject();
            to.writeStringField("file", file);
            for (String unknown : List.of("size", "sha256", "kind", "automatic", "automaticReason", "mayAnswer")) {
                to.writeNullField(unknown);
            }
            for (String nobody : List.of("from", "sender", "replyTo", "to", "cc")) {
                strings(to, nobody, List.of());
            }
            to.writeNullField("subject");
            to.writeNullField("date");
            to.writeNullField("messageId");
            strings(to, "inReplyTo", List.of());
            strings(to, "references", List.of());
            body(to, null, null, reply);
            strings(to, "attachments", List.of());
            strings(to, "bounces", List.of());
            to.writeNullField("originalMessageId");
            to.writeNullField("authentication");
            strings(to, "warnings", List.of());
            to.writeEndObject();
        }
        out.write('\n');
    }

    private static void kind(JsonGenerator to, Reading reading) throws IOException {
        AutomaticReason reason = reading.automatic().reason();
        to.writeStringField("kind", reading.kind().code());
        to.writeBooleanField("automatic", reading.automatic().automatic());
        to.writeStringField("automaticReason", reason == null ? null : reason.code());
        to.writeBooleanField("mayAnswer", reading.automatic().mayAnswer());
    }

    private static void envelope(JsonGenerator to, ParsedMail mail) throws IOException {
        Address sender = mail.sender();
        Instant sentAt = mail.sentAt();
        addresses(to, "from", mail.from());
        addresses(to, "sender", sender == null ? List.of() : List.of(sender));
        addresses(to, "replyTo", mail.replyTo());
        addresses(to, "to", mail.to());
        addresses(to, "cc", mail.cc());
        to.writeStringField("subject", mail.subject());
        to.writeStringField("date", sentAt == null ? null : sentAt.toString());
        to.writeStringField("messageId", mail.messageId());
        strings(to, "inReplyTo", mail.inReplyTo());
        strings(to, "references", mail.references());
    }

    private static void body(JsonGenerator to, @Nullable String text, @Nullable String html, ReplyText reply)
            throws IOException {
        to.writeStringField("text", text);
        to.writeStringField("html", html);
        to.writeObjectFieldStart("reply");
        to.writeStringField("visible", reply.visible());
        to.writeStringField("quoted", reply.quoted());
        to.writeStringField("signature", reply.signature());
        to.writeEndObject();
    }

    private static void attachments(JsonGenerator to, List<Attachment> attachments) throws IOException {
        to.writeArrayFieldStart("attachments");
        for (Attachment attachment : attachments) {
            to.writeStartObject();
            to.writeStringField("name", attachment.name());
            to.writeStringField("contentType", attachment.contentType());
            to.writeNumberField("size", attachment.size());
            to.writeStringField("sha256", attachment.sha256());
            to.writeBooleanField("inline", attachment.inline());
            to.writeStringField("contentId", attachment.contentId());
            to.writeEndObject();
        }
        to.writeEndArray();
    }

    private static void report(JsonGenerator to, Reading reading) throws IOException {
        to.writeArrayFieldStart("bounces");
        for (Bounce bounce : reading.bounces()) {
            to.writeStartObject();
            to.writeStringField("recipient", bounce.recipient());
            to.writeStringField("action", bounce.action().code());
            to.writeStringField("status", bounce.status());
            to.writeStringField("smtpReply", bounce.smtpReply());
            to.writeStringField("diagnostic", bounce.diagnostic());
            to.writeBooleanField("permanent", bounce.permanent());
            to.writeStringField("reason", bounce.reason().code());
            to.writeEndObject();
        }
        to.writeEndArray();
        to.writeStringField("originalMessageId", reading.originalMessageId());
        Authentication authentication = reading.authentication();
        to.writeObjectFieldStart("authentication");
        to.writeStringField("spf", authentication.spf().code());
        to.writeStringField("dkim", authentication.dkim().code());
        to.writeStringField("dmarc", authentication.dmarc().code());
        to.writeBooleanField("trusted", authentication.trusted());
        to.writeEndObject();
    }

    private static void addresses(JsonGenerator to, String field, List<Address> addresses) throws IOException {
        to.writeArrayFieldStart(field);
        for (Address address : addresses) {
            to.writeStartObject();
            to.writeStringField("name", address.name());
            to.writeStringField("address", address.address());
            to.writeEndObject();
        }
        to.writeEndArray();
    }

    private static void strings(JsonGenerator to, String field, List<String> strings) throws IOException {
        to.writeArrayFieldStart(field);
        for (String string : strings) {
            to.writeString(string);
        }
        to.writeEndArray();
    }
}
