package dev.waybill.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.cli.Waybill;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code waybill inspect} as a person or a program runs it. */
final class InspectVerbTest {
    private static final String REPLY = """
        From: =?utf-8?q?J=C3=BCrgen_Brandt?= <jb@example.org>
        Sender: desk@example.org
        Reply-To: Desk <desk@example.org>
        To: help@example.com, "Second, The" <second@example.com>
        Cc: third@example.com
        Subject: Re: Printer
        Date: Wed, 1 May 2024 12:00:00 +0200
        Message-ID: <reply@example.org>
        In-Reply-To: <question@example.com>
        References: <root@example.com> <question@example.com>
        Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=example.org; dmarc=fail
        Content-Type: multipart/mixed; boundary=mix

        --mix
        Content-Type: text/plain; charset=utf-8

        It works now.

        On Tue, 30 Apr 2024 at 09:14, Help <help@example.com> wrote:
        > Does it work?

        -- \s
        Jürgen
        --mix
        Content-Type: image/png; name="../../shot.png"
        Content-Disposition: inline; filename="../../shot.png"
        Content-ID: <shot@example.org>
        Content-Transfer-Encoding: base64

        iVBORw0KGgo=
        --mix--
        """;

    private static final List<String> FIELDS = List.of(
            "file",
            "size",
            "sha256",
            "kind",
            "automatic",
            "automaticReason",
            "mayAnswer",
            "from",
            "sender",
            "replyTo",
            "to",
            "cc",
            "subject",
            "date",
            "messageId",
            "inReplyTo",
            "references",
            "text",
            "html",
            "reply",
            "attachments",
            "bounces",
            "originalMessageId",
            "authentication",
            "warnings");

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path folder;

    private record Ended(int status, String out, String err) {}

    private static Ended inspect(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of("inspect"));
        all.addAll(List.of(arguments));
        CommandLine waybill = Waybill.commandLine();
        waybill.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Ended(waybill.execute(all.toArray(String[]::new)), out.toString(), err.toString());
    }

    private String file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("").normalize());
        return Files.writeString(file, content).toString();
    }

    private List<JsonNode> lines(Ended ended) throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : ended.out().lines().toList()) {
            objects.add(json.readTree(line));
        }
        return objects;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void replyIsToldInEveryField() throws Exception {
        // Given
        String file = file("reply.eml", REPLY);
        // When
        Ended ended = inspect("--jsonl", "--authserv-id", "mx.example.com", file);
        // Then
        assertThat(ended.status()).as(ended.err()).isZero();
        JsonNode mail = lines(ended).getFirst();
        assertThat(names(mail)).isEqualTo(FIELDS);
        assertThat(mail.path("file").asText()).isEqualTo(file);
        assertThat(mail.path("size").asLong()).isEqualTo(Files.size(Path.of(file)));
        assertThat(mail.path("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(mail.path("kind").asText()).isEqualTo("message");
        assertThat(mail.path("automatic").asBoolean()).isFalse();
        assertThat(mail.path("automaticReason").isNull()).isTrue();
        assertThat(mail.path("mayAnswer").asBoolean()).isTrue();
        assertThat(mail.path("from")).hasToString("[{\"name\":\"Jürgen Brandt\",\"address\":\"jb@example.org\"}]");
        assertThat(mail.path("sender")).hasToString("[{\"name\":\"\",\"address\":\"desk@example.org\"}]");
        assertThat(mail.path("replyTo")).hasToString("[{\"name\":\"Desk\",\"address\":\"desk@example.org\"}]");
        assertThat(mail.path("to")).hasSize(2);
        assertThat(mail.path("cc")).hasSize(1);
        assertThat(mail.path("subject").asText()).isEqualTo("Re: Printer");
        assertThat(mail.path("date").asText()).isEqualTo("2024-05-01T10:00:00Z");
        assertThat(mail.path("messageId").asText()).isEqualTo("reply@example.org");
        assertThat(mail.path("inReplyTo")).hasToString("[\"question@example.com\"]");
        assertThat(mail.path("references")).hasToString("[\"root@example.com\",\"question@example.com\"]");
        assertThat(mail.path("text").asText()).startsWith("It works now.\n");
        assertThat(mail.path("html").isNull()).isTrue();
        assertThat(mail.path("reply").path("visible").asText()).isEqualTo("It works now.");
        assertThat(mail.path("reply").path("quoted").asText()).endsWith("> Does it work?");
        assertThat(mail.path("reply").path("signature").asText()).endsWith("Jürgen");
        JsonNode attachment = mail.path("attachments").path(0);
        assertThat(names(attachment)).containsExactly("name", "contentType", "size", "sha256", "inline", "contentId");
        assertThat(attachment.path("name").asText()).isEqualTo("shot.png");
        assertThat(attachment.path("size").asLong()).isEqualTo(8);
        assertThat(attachment.path("sha256").asText())
                .isEqualTo("4c4b6a3be1314ab86138bef4314dde022e600960d8689a2c8f8631802d20dab6");
        assertThat(attachment.path("contentId").asText()).isEqualTo("shot@example.org");
        assertThat(mail.path("authentication"))
                .hasToString("{\"spf\":\"pass\",\"dkim\":\"none\",\"dmarc\":\"fail\",\"trusted\":true}");
    }

    @Test
    void bounceNamesItsRecipient() throws Exception {
        // Given
        String file = file("bounce.eml", """
            From: MAILER-DAEMON@mx.example.com
            Return-Path: <>
            Subject: Undelivered Mail Returned to Sender
            Content-Type: multipart/report; report-type=delivery-status; boundary=r

            --r

            It did not work.
            --r
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.com

            Final-Recipient: rfc822; gone@example.net
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 <gone@example.net>: user unknown
            --r
            Content-Type: text/rfc822-headers

            Message-ID: <ours@example.com>
            --r--
            """);
        // When
        JsonNode mail = lines(inspect("--jsonl", file)).getFirst();
        // Then
        assertThat(mail.path("kind").asText()).isEqualTo("bounce");
        assertThat(mail.path("mayAnswer").asBoolean()).isFalse();
        assertThat(mail.path("originalMessageId").asText()).isEqualTo("ours@example.com");
        JsonNode bounce = mail.path("bounces").path(0);
        assertThat(names(bounce))
                .containsExactly("recipient", "action", "status", "smtpReply", "diagnostic", "permanent", "reason");
        assertThat(bounce.path("recipient").asText()).isEqualTo("gone@example.net");
        assertThat(bounce.path("reason").asText()).isEqualTo("user_unknown");
        assertThat(bounce.path("permanent").asBoolean()).isTrue();
    }

    @Test
    void whatIsNoMailHasEveryFieldToo() throws Exception {
        // When
        JsonNode nothing = lines(inspect("--jsonl", file("empty.eml", ""))).getFirst();
        // Then
        assertThat(names(nothing)).isEqualTo(FIELDS);
        assertThat(nothing.path("kind").asText()).isEqualTo("unreadable");
        assertThat(nothing.path("from")).hasToString("[]");
        assertThat(nothing.path("date").isNull()).isTrue();
        assertThat(nothing.path("messageId").isNull()).isTrue();
        assertThat(nothing.path("originalMessageId").isNull()).isTrue();
    }

    @Test
    void bareBodiesAreReplies() throws Exception {
        // When
        Ended ended = inspect("--text", "--jsonl", file("body.txt", "\ufeffYes.\n\n> Is it?\n"));
        // Then
        JsonNode body = lines(ended).getFirst();
        assertThat(names(body)).isEqualTo(FIELDS);
        assertThat(body.path("reply").path("visible").asText()).isEqualTo("Yes.");
        assertThat(body.path("reply").path("quoted").asText()).isEqualTo("> Is it?");
        assertThat(body.path("kind").isNull()).isTrue();
        assertThat(body.path("text").isNull()).isTrue();
        assertThat(body.path("to")).hasToString("[]");
    }

    @Test
    void foldersAreWalkedInTheOrderOfTheirNames() throws Exception {
        // Given
        file("box/cur/2.M1.host:2,S", "Subject: second\n\nx\n");
        file("box/cur/1.M1.host:2,S", "Subject: first\n\nx\n");
        file("box/.hidden", "Subject: hidden\n\nx\n");
        file("box/new.eml", "Subject: third\n\nx\n");
        Files.createSymbolicLink(folder.resolve("box/loop"), folder.resolve("box"));
        // When
        Ended ended = inspect("--jsonl", folder.resolve("box").toString());
        // Then
        assertThat(ended.status()).isZero();
        assertThat(lines(ended))
                .extracting(mail -> mail.path("subject").asText())
                .containsExactly("first", "second", "third");
    }

    @Test
    void unreadableFileIsNamedAndTheOthersGoOn() throws Exception {
        // Given
        String good = file("good.eml", "Subject: good\n\nx\n");
        Files.createDirectory(folder.resolve("empty"));
        // When
        Ended ended = inspect(
                "--jsonl",
                folder.resolve("absent.eml").toString(),
                folder.resolve("empty").toString(),
                good);
        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(lines(ended)).hasSize(1);
        assertThat(ended.err().lines())
                .containsExactly(
                        folder.resolve("absent.eml") + " is not read: there is no such file",
                        folder.resolve("empty") + " is not read: the folder holds no file");
    }

    @Test
    void standardInputIsAMail() throws Exception {
        // Given
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("Subject: piped\n\nx\n".getBytes(StandardCharsets.US_ASCII)));
        try {
            // When
            Ended ended = inspect("--jsonl", "-");
            // Then
            JsonNode mail = lines(ended).getFirst();
            assertThat(mail.path("file").asText()).isEqualTo("-");
            assertThat(mail.path("subject").asText()).isEqualTo("piped");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void pageTellsAPersonWhatMatters() throws Exception {
        // When
        Ended ended = inspect(file("reply.eml", REPLY));
        // Then
        assertThat(ended.status()).isZero();
        assertThat(ended.out())
                .contains("kind              message")
                .contains("from              Jürgen Brandt <jb@example.org>")
                .contains("\nIt works now.\n")
                .contains("[quoted, 2 lines]")
                .contains("inline            shot.png  image/png, 8 bytes")
                .doesNotContain("\u001b");
    }

    @Test
    void strangersCannotSteerTheTerminal() throws Exception {
        // Given
        String hostile = """
            From: =?utf-8?q?=1B]0;owned=07_=E2=80=AEgnp.exe?= <a@example.org>
            Subject: =?utf-8?q?=1B[2J_clear=0D=0AInjected:_x?=
            Content-Type: text/plain; charset=utf-8

            red \u001b[31m \u202ereversed

            > \u001b[1mquoted
            """;
        // When
        Ended ended = inspect(file("\u001bhostile.eml", hostile));
        // Then
        assertThat(ended.out()).contains("owned").doesNotContain("\u001b", "\u0007", "\u202e", "\nInjected");
    }

    @Test
    void whatMakesNoSenseIsAMistakeOfUse() {
        assertThat(inspect().status()).isEqualTo(2);
        assertThat(inspect("-", "-").status()).isEqualTo(2);
        assertThat(inspect("--exchange", "--authserv-id", "a", "x.eml").err()).contains("exclude each other");
    }
}
