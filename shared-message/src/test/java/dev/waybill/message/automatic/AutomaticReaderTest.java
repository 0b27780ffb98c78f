package dev.waybill.message.automatic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomaticReaderTest {
    private final AutomaticReader reader =
            new AutomaticReader(Set.of("help@example.com"), Set.of("support@example.com"), 50);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Auto-Submitted: auto-replied|AUTO_REPLIED
        Auto-Submitted: (a comment) Auto-Replied; owner-email="a@b.example"|AUTO_REPLIED
        Auto-Submitted: auto-generated (failure)|AUTO_GENERATED
        Auto-Submitted: auto-notified; owner-token=x|AUTO_GENERATED
        Auto-Submitted: something-new|AUTO_GENERATED
        Precedence: auto_reply|RESPONDER_FIELD
        Precedence: Bulk|BULK
        Precedence: list|LIST
        X-Autoreply: yes|RESPONDER_FIELD
        X-Autorespond: Away|RESPONDER_FIELD
        List-Id: <dev.example.org>|LIST
        List-Unsubscribe: <https://example.org/u>|BULK
        Return-Path: <>|NULL_RETURN_PATH
        """)
    void machinesAreTold(String field, AutomaticReason reason) throws IOException {
        // When
        Automatic read = read(field);
        // Then
        assertThat(read.reason()).isEqualTo(reason);
        assertThat(read.mayAnswer()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Auto-Submitted: no
        Auto-Submitted: no (sent by a person)
        Auto-Submitted:
        X-Autoreply: no
        X-Auto-Response-Suppress: None
        X-Auto-Response-Suppress: DR, RN, NRN
        Precedence: first-class
        Return-Path: <ann@example.org>
        """)
    void mailOfPeopleMayBeAnswered(String field) throws IOException {
        // When
        Automatic read = read(field);
        // Then
        assertThat(read).isEqualTo(new Automatic(null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        X-Auto-Response-Suppress: All
        X-Auto-Response-Suppress: DR, OOF, AutoReply
        """)
    void theSuppressFieldForbidsAnswersAndSaysNothingOfTheAuthor(String field) throws IOException {
        // When
        Automatic read = read(field);
        // Then
        assertThat(read.automatic()).isFalse();
        assertThat(read.silence()).isEqualTo(AutomaticReason.SUPPRESS_FIELD);
    }

    @Test
    void wordsOfAResponderAloneOnlyForbidAnAnswer() throws IOException {
        // When
        Automatic alone = read("Subject: Out of office: on Friday?");
        Automatic withSecondHint = read("Subject: Automatische Antwort: Ihr Ticket\nX-Auto-Response-Suppress: All");
        Automatic ofExchange = read("Subject: Automatic reply: Ticket\nAuto-Submitted: auto-generated");
        Automatic inAnyLanguage =
                read("Subject: Xyz\nReturn-Path: <>\nIn-Reply-To: <1@example.com>\nAuto-Submitted: auto-generated");
        // Then
        assertThat(alone.automatic()).isFalse();
        assertThat(alone.mayAnswer()).isFalse();
        assertThat(withSecondHint.answersAMail()).isTrue();
        assertThat(ofExchange.reason()).isEqualTo(AutomaticReason.AUTO_REPLIED);
        assertThat(inAnyLanguage.reason()).isEqualTo(AutomaticReason.AUTO_REPLIED);
    }

    @Test
    void aGroupThatBringsTheMailboxItsMailIsNoList() throws IOException {
        // When
        Automatic own =
                read("Precedence: list\nList-Id: <support.example.com>\nList-Unsubscribe: <mailto:x@y.example>");
        Automatic posted =
                read("Precedence: list\nList-Post: <https://groups.example/p>, <mailto:support@example.com>");
        Automatic other = read("Precedence: list\nList-Id: <support.example.com.evil.example>");
        // Then
        assertThat(own.mayAnswer()).isTrue();
        assertThat(posted.mayAnswer()).isTrue();
        assertThat(other.reason()).isEqualTo(AutomaticReason.LIST);
    }

    @Test
    void whatWentInCirclesIsNotAnswered() throws IOException {
        // When
        Automatic own = read("X-Loop: help@example.com");
        Automatic far = read("Received: from a by b\n".repeat(50).strip());
        Automatic near = read("Received: from a by b\n".repeat(49).strip());
        // Then
        assertThat(own.silence()).isEqualTo(AutomaticReason.LOOP);
        assertThat(far.silence()).isEqualTo(AutomaticReason.LOOP);
        assertThat(near.mayAnswer()).isTrue();
    }

    @Test
    void ourOwnAnswerThatComesBackIsALoopBeforeItIsAutomatic() throws IOException {
        // When
        Automatic answer = read("Auto-Submitted: auto-replied\nX-Loop: help@example.com");
        // Then
        assertThat(answer.silence()).isEqualTo(AutomaticReason.LOOP);
        assertThat(answer.reason()).isEqualTo(AutomaticReason.AUTO_REPLIED);
    }

    @Test
    void nobodyIsAnsweredWhereNobodyReads() throws IOException {
        // When
        Automatic noReply = read("Reply-To: no-reply@example.org");
        Automatic daemon = reader.read(parse("From: MAILER-DAEMON@example.org\n"), false);
        Automatic nobody = reader.read(parse("Subject: x\n"), false);
        // Then
        assertThat(noReply.silence()).isEqualTo(AutomaticReason.NO_REPLY_ADDRESS);
        assertThat(daemon.reason()).isEqualTo(AutomaticReason.MAIL_SYSTEM);
        assertThat(nobody.silence()).isEqualTo(AutomaticReason.NO_SENDER);
    }

    private Automatic read(String fields) throws IOException {
        return reader.read(parse("From: Ann <ann@example.org>\n" + fields + "\n"), false);
    }

    private static ParsedMail parse(String header) throws IOException {
        byte[] raw = (header + "\nText\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new Mime4jMailReader().read(new ByteArrayInputStream(raw), AttachmentSink.discard());
    }
}
