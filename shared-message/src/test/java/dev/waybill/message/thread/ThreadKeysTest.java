package dev.waybill.message.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThreadKeysTest {
    @Test
    void parentsComeNearestFirstAndEachOnce() throws IOException {
        // Given
        ParsedMail mail = parse("""
            Message-ID: <4@x>
            In-Reply-To: <3@x> (Ann's message)
            References: <1@x>,
             <2@x>
              <3@x> <4@x>
            """);
        // When
        ThreadKeys keys = ThreadKeys.of(mail);
        // Then
        assertThat(keys.messageId()).isEqualTo("4@x");
        assertThat(keys.parents()).containsExactly("3@x", "2@x", "1@x");
    }

    @Test
    void outlooksIndexNamesTheConversationWhateverTheDepth() throws IOException {
        // Given
        byte[] first = new byte[22];
        first[0] = 1;
        first[21] = 7;
        byte[] answer = Arrays.copyOf(first, 27);
        // When
        ThreadKeys one = ThreadKeys.of(parse("Thread-Index: " + base64(first) + "\nThread-Topic: Printer\n"));
        ThreadKeys two =
                ThreadKeys.of(parse("Thread-Index: " + base64(answer).replaceFirst("(.{10})", "$1\n ") + "\n"));
        ThreadKeys broken = ThreadKeys.of(parse("Thread-Index: %%%\n"));
        // Then
        assertThat(one.conversation()).isNotNull().isEqualTo(two.conversation());
        assertThat(one.topic()).isEqualTo("Printer");
        assertThat(broken.conversation()).isNull();
    }

    @Test
    void theTrueRecipientIsOursAmongThoseThatServersStamped() throws IOException {
        // Given
        ParsedMail mail = parse("""
            Delivered-To: archive@example.com
            Delivered-To: help+T-4Z9@Example.com
            To: everyone@example.com
            """);
        // When
        DeliveredTo own = DeliveredTo.of(mail, Set.of("help@example.com"));
        DeliveredTo unknown = DeliveredTo.of(mail, Set.of());
        // Then
        assertThat(own).isEqualTo(new DeliveredTo("help+T-4Z9@example.com", "T-4Z9"));
        assertThat(unknown.address()).isEqualTo("archive@example.com");
    }

    @Test
    void withoutStampsTheRecipientIsTheOnlyOneOrOurs() throws IOException {
        // Given
        ParsedMail one = parse("To: Help <help+a+b@example.com>\n");
        ParsedMail two = parse("To: x@example.org, y@example.org\nCc: help@example.com\n");
        // When
        DeliveredTo only = DeliveredTo.of(one, Set.of());
        DeliveredTo none = DeliveredTo.of(two, Set.of());
        DeliveredTo ours = DeliveredTo.of(two, Set.of("help@example.com"));
        // Then
        assertThat(only).isEqualTo(new DeliveredTo("help+a+b@example.com", "a+b"));
        assertThat(none).isEqualTo(new DeliveredTo(null, null));
        assertThat(ours).isEqualTo(new DeliveredTo("help@example.com", null));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static ParsedMail parse(String header) throws IOException {
        byte[] raw = (header + "\nText\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new Mime4jMailReader().read(new ByteArrayInputStream(raw), AttachmentSink.discard());
    }
}
