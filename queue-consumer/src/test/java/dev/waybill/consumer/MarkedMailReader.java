package dev.waybill.consumer;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads as the real reader does, but fails at mails that are marked as poison: by an exception, or by an endless recursion. */
@Alternative
@Priority(1)
@Singleton
final class MarkedMailReader implements MailReader {
    private final MailReader real = new Mime4jMailReader();

    @Override
    public ParsedMail read(InputStream raw, AttachmentSink attachments) throws IOException {
        byte[] bytes = raw.readAllBytes();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.contains("X-Poison: exception")) {
            throw new IllegalStateException("a secret of the mail");
        }
        if (text.contains("X-Poison: recursion")) {
            overflow();
        }
        return real.read(new ByteArrayInputStream(bytes), attachments);
    }

    /** Two lists that hold each other have no hash: computing it overflows the stack, as hostile nesting would. */
    private static void overflow() {
        List<Object> one = new ArrayList<>();
        List<Object> other = new ArrayList<>(List.of(one));
        one.add(other);
        throw new IllegalStateException("a hash after all: " + one.hashCode());
    }
}
