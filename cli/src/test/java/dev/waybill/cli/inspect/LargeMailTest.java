package dev.waybill.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Providers take mails of 150 MB; a small machine reads them, too. */
@Timeout(300)
final class LargeMailTest {
    private static final int LINES = 150 * 1024 * 1024 / 78;

    @Test
    void mailOf150MegabytesIsReadIn192() throws Exception {
        // Given
        Process waybill = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.waybill.cli.Waybill",
                        "inspect",
                        "--jsonl",
                        "-")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // When
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        try (OutputStream in = waybill.getOutputStream()) {
            send(in, sent);
        }
        String out = new String(waybill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Then
        assertThat(waybill.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(waybill.exitValue()).isZero();
        JsonNode mail = new ObjectMapper().readTree(out);
        assertThat(mail.path("size").asLong()).isGreaterThan(149L << 20);
        assertThat(mail.path("sha256").asText()).isEqualTo(HexFormat.of().formatHex(sent.digest()));
        assertThat(mail.path("attachments").path(0).path("size").asLong()).isEqualTo(LINES * 57L);
    }

    private static void send(OutputStream in, MessageDigest sent) throws IOException {
        byte[] head = String.join(
                        "\r\n",
                        "Subject: large",
                        "Content-Type: application/zip; name=large.zip",
                        "Content-Transfer-Encoding: base64",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] lines = ("QUJD".repeat(19) + "\r\n").repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        in.write(head);
        sent.update(head);
        for (int left = LINES; left > 0; left -= 1_000) {
            int length = Math.min(left, 1_000) * 78;
            in.write(lines, 0, length);
            sent.update(lines, 0, length);
        }
    }
}
