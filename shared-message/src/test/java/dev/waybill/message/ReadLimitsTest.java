package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Past each limit a mail is read as far as it goes, and says so. */
final class ReadLimitsTest {
    private static final ReadLimits SMALL = new ReadLimits(2, 5, 10, 1_000, 100);

    private static ParsedMail read(String lines) {
        return Mails.read(lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII), SMALL);
    }

    private static String nested(int levels) {
        StringBuilder mail = new StringBuilder("From: a@example.org\n");
        for (int i = 0; i < levels; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        return mail.append("\nThe innermost text.\n").toString();
    }

    @Test
    void deeperPartsAreOneAttachment() {
        // When
        ParsedMail within = read(nested(2));
        ParsedMail beyond = read(nested(3));
        // Then
        assertThat(within.text()).isEqualTo("The innermost text.\n");
        assertThat(within.attachments()).isEmpty();
        assertThat(beyond.text()).isEmpty();
        assertThat(beyond.attachments())
                .singleElement()
                .satisfies(rest -> assertThat(rest.name()).isEqualTo("attachment-1.eml"));
        assertThat(beyond.warnings())
                .contains("Parts are nested deeper than 2; what lies deeper is kept as one attachment");
    }

    @Test
    void furtherPartsAreLeftOut() {
        // Given
        StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
        for (int i = 1; i <= 8; i++) {
            mail.append("--b\n\npart ").append(i).append('\n');
        }
        // When
        ParsedMail parsed = read(mail + "--b--\n");
        // Then
        assertThat(parsed.text()).isEqualTo("part 1\npart 2\npart 3\npart 4");
        assertThat(parsed.warnings()).contains("The mail has more than 5 parts; the rest is left out");
    }

    @Test
    void furtherHeaderFieldsAreLeftOut() {
        // When
        ParsedMail parsed = read("X-Field: x\n".repeat(20) + "Subject: late\n\nText.\n");
        // Then
        assertThat(parsed.headers()).hasSize(10);
        assertThat(parsed.subject()).isEmpty();
        assertThat(parsed.text()).isEqualTo("Text.\n");
        assertThat(parsed.warnings())
                .contains("The header is longer than the limit (10 fields, 1000 bytes); the rest of it is left out");
    }

    @Test
    void longHeaderIsCut() {
        // When
        ParsedMail folded = read("Subject: first\nX-Long: a" + "\n aaaaaaaaa".repeat(500) + "\nX-After: y\n\nText.\n");
        ParsedMail oneLine = read("Subject: first\nX-Long: " + "a".repeat(50_000) + "\nX-After: y\n\nText.\n");
        // Then
        assertThat(folded.subject()).isEqualTo("first");
        assertThat(folded.text()).isEqualTo("Text.\n");
        assertThat(folded.warnings()).isNotEmpty();
        assertThat(oneLine.subject()).isEqualTo("first");
        assertThat(oneLine.text()).isEqualTo("Text.\n");
        assertThat(oneLine.warnings()).isNotEmpty();
    }

    @Test
    void furtherTextIsLeftOutOverAllParts() {
        // When
        ParsedMail parsed = read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n" + "a".repeat(70) + "\n--b\n\n"
                + "b".repeat(70) + "\n--b\nContent-Type: application/pdf\n\nPDF\n--b--\n");
        // Then
        assertThat(parsed.text()).isEqualTo("a".repeat(70) + "\n" + "b".repeat(30));
        assertThat(parsed.attachments()).hasSize(1);
        assertThat(parsed.warnings()).containsExactly("The text is longer than 100 bytes; the rest is left out");
    }

    @Test
    void uuencodedFilesPastTheLimitStayText() {
        // When
        ParsedMail parsed = read("\n" + "begin 644 x\n`\nend\n".repeat(7));
        // Then
        assertThat(parsed.attachments()).hasSize(5);
        assertThat(parsed.text()).isEqualTo("begin 644 x\n`\nend\n".repeat(2));
    }
}
