package dev.waybill.cli.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCommandTest {
    private static final String TO = "help@example.com";

    @TempDir
    Path mails;

    @Test
    void foldersAreWalkedAndEachMailArrives() throws Exception {
        // Given
        mail("one.eml", "one");
        mail("deep/er/two.MSG", "two");
        mail("deep/three.txt", "three");
        mail("deep/readme.md", "not a mail");
        mail("deep/.hidden.eml", "hidden");
        GreenMail greenMail = greenMail();
        try {
            // When
            Shell.Ended ended = Shell.run(
                    "send",
                    mails.toString(),
                    "--to",
                    TO,
                    "--smtp",
                    "127.0.0.1:" + greenMail.getSmtp().getPort());

            // Then
            assertThat(ended.err()).isEmpty();
            assertThat(ended.status()).isZero();
            assertThat(ended.out())
                    .startsWith("sent 3 mails to 127.0.0.1:")
                    .contains(" for " + TO)
                    .contains("0 failed");
            assertThat(greenMail.getReceivedMessages())
                    .extracting(m -> m.getSubject())
                    .containsExactlyInAnyOrder("one", "two", "three");
        } finally {
            greenMail.stop();
        }
    }

    @Test
    void theBytesOfTheFileTravelUnchangedButForLineEndsAndDots() throws Exception {
        // Given
        String raw =
                "Bcc: kept@example.com\nSubject:  odd   spacing\r\nContent-Length: 1\n\n.\n..two\ncaf\u00e9 \u0000 end";
        Files.write(mails.resolve("a.eml"), raw.getBytes(ISO_8859_1));
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            // When
            Shell.Ended ended =
                    Shell.run("send", mails.resolve("a.eml").toString(), "--to", TO, "--smtp", smtp.address());

            // Then
            assertThat(ended.status()).isZero();
            assertThat(smtp.taken)
                    .containsExactly(String.join(
                            "\r\n",
                            "Bcc: kept@example.com",
                            "Subject:  odd   spacing",
                            "Content-Length: 1",
                            "",
                            "..",
                            "...two",
                            "caf\u00e9 \u0000 end",
                            ""));
            assertThat(smtp.commands)
                    .contains("MAIL FROM:<" + SmtpDelivery.ENVELOPE_FROM + "> BODY=8BITMIME", "RCPT TO:<" + TO + ">");
        }
    }

    @Test
    void aRefusedMailIsReportedAndTheOthersGoOn() throws Exception {
        // Given
        mail("a.eml", "first");
        mail("b.eml", "REFUSE");
        mail("c.eml", "HANG UP");
        mail("d.eml", "last");
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            // When
            Shell.Ended ended = Shell.run("send", mails.toString(), "--to", TO, "--smtp", smtp.address());

            // Then
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.out()).startsWith("sent 2 mails").contains("2 failed");
            assertThat(ended.err())
                    .contains("b.eml")
                    .contains("554 5.6.0 not this one")
                    .contains("c.eml");
            assertThat(smtp.taken).hasSize(2);
            assertThat(smtp.taken.get(1)).contains("last");
        }
    }

    @Test
    void countBeginsAgainWhereThereAreFewerFiles() throws Exception {
        // Given
        mail("a.eml", "a");
        mail("b.eml", "b");
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            // When
            Shell.Ended ended =
                    Shell.run("send", mails.toString(), "--count", "5", "--json", "--to", TO, "--smtp", smtp.address());

            // Then
            assertThat(Screen.JSON.readTree(ended.out()).path("sent").asInt()).isEqualTo(5);
            assertThat(smtp.taken).hasSize(5);
        }
    }

    @Test
    void countIsReachedWithTheOthersWhereOneIsRefused() throws Exception {
        // Given
        mail("a.eml", "a");
        mail("b.eml", "REFUSE");
        mail("c.eml", "c");
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            // When
            Shell.Ended ended =
                    Shell.run("send", mails.toString(), "--count", "3", "--to", TO, "--smtp", smtp.address());

            // Then
            assertThat(ended.status()).isZero();
            assertThat(ended.out()).startsWith("sent 3 mails").contains("1 failed");
            assertThat(ended.err()).containsOnlyOnce("b.eml");
        }
    }

    @Test
    void countEndsWhereEveryFileIsRefused() throws Exception {
        // Given
        mail("a.eml", "REFUSE");
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            // When
            Shell.Ended ended =
                    Shell.run("send", mails.toString(), "--count", "3", "--to", TO, "--smtp", smtp.address());

            // Then
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.out()).startsWith("sent 0 mails").contains("1 failed");
        }
    }

    @Test
    void aDryRunSendsNothing() throws Exception {
        // Given
        mail("a.eml", "a");
        try (ScriptedSmtp smtp = new ScriptedSmtp()) {
            // When
            Shell.Ended ended = Shell.run("send", mails.toString(), "--dry-run", "--to", TO, "--smtp", smtp.address());

            // Then
            assertThat(ended.out()).startsWith("would send 1 mails");
            assertThat(smtp.commands).isEmpty();
        }
    }

    @Test
    void withoutAServerTheAnswerSaysWhere() throws Exception {
        // Given
        mail("a.eml", "a");
        ScriptedSmtp gone = new ScriptedSmtp();
        gone.close();

        // When
        Shell.Ended ended = Shell.run("send", mails.toString(), "--to", TO, "--smtp", gone.address());

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("no SMTP server answers at " + gone.address())
                .contains("sent 0 of 1 mails");
    }

    @Test
    void aFolderWithoutMailsAndAFileThatIsNotThereAreSaid() {
        // When
        Shell.Ended empty = Shell.run("send", mails.toString(), "--to", TO, "--smtp", "127.0.0.1:1");
        Shell.Ended missing = Shell.run("send", mails.resolve("x.eml").toString(), "--to", TO, "--smtp", "127.0.0.1:1");

        // Then
        assertThat(empty.err()).contains("no mail found");
        assertThat(missing.err()).contains("x.eml does not exist");
        assertThat(Shell.run("send").status()).isEqualTo(2);
    }

    private void mail(String name, String subject) throws IOException {
        Path file = mails.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "From: ann@example.com\nSubject: " + subject + "\n\nHello.\n");
    }

    private static GreenMail greenMail() {
        GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        return greenMail;
    }
}
