package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.ParsedMail.Attachment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One mail a trap, read whole. */
final class FixtureMailsTest {
    @Test
    void rawLatin1HeadersAndAnAsciiLabelAreReadAsWesternText() {
        // When
        ParsedMail mail = Mails.read("latin1-raw");
        // Then
        assertThat(mail.from()).containsExactly(new Address("Jürgen Müller", "juergen@example.org"));
        assertThat(mail.subject()).isEqualTo("Überweisung über 5 ¤");
        assertThat(mail.text()).isEqualTo("Grüße aus Köln.\n");
        assertThat(mail.sentAt()).isEqualTo(Instant.parse("2024-03-12T08:15:00Z"));
        assertThat(mail.warnings()).isEmpty();
    }

    @Test
    void rawUtf8NeedsNoLabel() {
        // When
        ParsedMail mail = Mails.read("utf8-raw");
        // Then
        assertThat(mail.from()).containsExactly(new Address("Zoë Łuczak", "zoë@пример.example"));
        assertThat(mail.subject()).isEqualTo("Prüfung – проверка – 確認");
        assertThat(mail.text()).isEqualTo("Ein Text ohne Angabe des Zeichensatzes: “ä€”.\n");
    }

    @Test
    void encodedWordsAreDecodedAlsoInWrongPlaces() {
        // When
        ParsedMail mail = Mails.read("encoded-words");
        // Then
        assertThat(mail.from()).containsExactly(new Address("テスト", "test@example.org"));
        assertThat(mail.to())
                .containsExactly(
                        new Address("Anna König", "anna@example.com"), new Address("Doe, John", "john@example.com"));
        assertThat(mail.subject()).isEqualTo("Привет, миры - проверка and cafégrün");
        assertThat(mail.header("subject"))
                .hasValueSatisfying(raw -> assertThat(raw).startsWith("=?UTF-8?B?"));
    }

    @Test
    void japaneseMailIsReadThroughItsBrokenLabel() {
        // When
        ParsedMail mail = Mails.read("iso-2022-jp");
        // Then
        assertThat(mail.from()).containsExactly(new Address("山田", "yamada@example.jp"));
        assertThat(mail.subject()).isEqualTo("件名テスト");
        assertThat(mail.text()).isEqualTo("お世話になっております。\n");
        assertThat(mail.sentAt()).isEqualTo(Instant.parse("2024-05-01T10:00:00Z"));
    }

    @Test
    void emptyPlainAlternativeIsReplacedByTheTextOfTheHtml() {
        // When
        ParsedMail mail = Mails.read("alternative-empty-plain");
        // Then
        assertThat(mail.text()).isEqualTo("""
                Order 17

                Dear customer,
                it is on its way to Köln.

                * one
                * two
                Track it <https://shop.example.org/track?id=17>""");
        assertThat(mail.html()).startsWith("<h1>Order 17</h1>");
    }

    @Test
    void relatedInsideMixedKeepsTextPicturesAndFilesApart() {
        // When
        ParsedMail mail = Mails.read("related-and-mixed");
        // Then
        assertThat(mail.sender()).isEqualTo(new Address("", "assistant@example.org"));
        assertThat(mail.replyTo())
                .containsExactly(new Address("Alice", "alice+reply@example.org"), new Address("", "desk@example.org"));
        assertThat(mail.cc())
                .containsExactly(new Address("", "bob@example.com"), new Address("Carol C.", "carol@example.com"));
        assertThat(mail.inReplyTo()).containsExactly("first@example.com");
        assertThat(mail.references()).containsExactly("zero@example.com", "first@example.com");
        assertThat(mail.text()).isEqualTo("See the picture.");
        assertThat(mail.html())
                .contains("src=\"cid:shot@example.org\"", "data-remote-src=\"http://tracker.example/pixel.gif\"")
                .doesNotContain(" src=\"http");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("attachment-1.png", "report.pdf");
        assertThat(mail.attachments()).extracting(Attachment::inline).containsExactly(true, false);
        assertThat(mail.attachments().getFirst().contentId()).isEqualTo("shot@example.org");
        assertThat(mail.attachments().getFirst().size()).isEqualTo(48);
    }

    @Test
    void piecesOfTextBetweenAttachmentsFollowEachOther() {
        // When
        ParsedMail mail = Mails.read("interleaved");
        // Then
        assertThat(mail.text()).isEqualTo("First piece.\nSecond pièce.\n");
        assertThat(mail.html()).isNull();
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("one.png", "notes.txt");
        assertThat(mail.attachments()).extracting(Attachment::inline).containsExactly(true, false);
    }

    @Test
    void flowedLinesAreJoined() {
        // When
        ParsedMail mail = Mails.read("flowed");
        // Then
        assertThat(mail.text())
                .isEqualTo("This paragraph goes on.\n>> quoted twice and on\n> quoted once\n>not a quote\n-- \nSig\n");
    }

    @Test
    void unlabelledHtmlIsReadByItsOwnMetaCharset() {
        // When
        ParsedMail mail = Mails.read("html-meta-charset");
        // Then
        assertThat(mail.text()).isEqualTo("Привет");
        assertThat(mail.html()).contains("Привет");
    }

    @Test
    void attachedMessagesAreKeptWholeAndNotMerged() {
        // When
        ParsedMail mail = Mails.read("attached-message");
        List<byte[]> contents = Mails.contents(Mails.bytes("attached-message"));
        // Then
        assertThat(mail.text()).isEqualTo("See attached.");
        assertThat(mail.attachments())
                .extracting(Attachment::contentType)
                .containsExactly("message/rfc822", "message/rfc822");
        assertThat(mail.attachments())
                .extracting(Attachment::name)
                .containsExactly("attachment-1.eml", "attachment-2.eml");
        assertThat(contents)
                .allSatisfy(content -> assertThat(new String(content, StandardCharsets.US_ASCII))
                        .startsWith("From: inner@example.org\r\n")
                        .contains("Inner text."));
    }

    @Test
    void attachmentNamesAreDecodedAndMadeSafe() {
        // When
        ParsedMail mail = Mails.read("attachment-names");
        // Then
        assertThat(mail.attachments())
                .extracting(Attachment::name)
                .containsExactly(
                        "Rechnung über alles.pdf",
                        "Ärger.jpg",
                        "evil.zip",
                        "passwd",
                        "invoicefdp.exe",
                        "attachment-6.pdf",
                        "my file with spaces.txt",
                        "café.txt");
    }

    @Test
    void invitationsAndSignaturesAreAttachments() {
        // When
        ParsedMail calendar = Mails.read("calendar");
        ParsedMail signed = Mails.read("signed");
        // Then
        assertThat(calendar.text()).isEqualTo("Please come.");
        assertThat(calendar.attachments()).extracting(Attachment::name).containsExactly("attachment-1.ics");
        assertThat(signed.text()).isEqualTo("Signed text.\n");
        assertThat(signed.attachments()).extracting(Attachment::name).containsExactly("signature.asc");
    }

    @Test
    void mailCutOffInTheMiddleIsReadUpToThere() {
        // When
        ParsedMail mail = Mails.read("missing-final-boundary");
        // Then
        assertThat(mail.text()).isEqualTo("Inner text.");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("cut.png");
        assertThat(mail.warnings())
                .containsExactly("A multipart ends without its last boundary; the mail may be cut off");
    }

    @Test
    void wrongOrMissingBoundaryIsGuessed() {
        // When
        ParsedMail wrong = Mails.read("wrong-boundary");
        ParsedMail missing = Mails.read("no-boundary");
        // Then
        assertThat(wrong.text()).isEqualTo("Plain text.");
        assertThat(wrong.html()).isEqualTo("<p>HTML text.</p>");
        assertThat(missing.text()).isEqualTo("Plain text.");
        assertThat(missing.attachments()).extracting(Attachment::name).containsExactly("a.pdf");
        assertThat(missing.warnings()).hasSize(1);
    }

    @Test
    void textOfAMultipartWithoutPartsIsNotLost() {
        // When
        ParsedMail mail = Mails.read("empty-multipart");
        // Then
        assertThat(mail.text()).isEqualTo("Only this text, and no boundary at all.\n");
        assertThat(mail.warnings()).isNotEmpty();
    }

    @Test
    void mboxLinesBeforeTheHeaderAreSkipped() {
        // When
        ParsedMail mail = Mails.read("mbox-line");
        // Then
        assertThat(mail.subject()).isEqualTo("from an mbox");
        assertThat(mail.sentAt()).isEqualTo(Instant.parse("2024-05-01T10:00:00Z"));
        assertThat(mail.text()).isEqualTo("Text.\n");
        assertThat(mail.warnings()).isEmpty();
    }

    @Test
    void fileThatIsNoMailIsText() {
        // When
        ParsedMail mail = Mails.read("no-header");
        // Then
        assertThat(mail.headers()).isEmpty();
        assertThat(mail.from()).isEmpty();
        assertThat(mail.text())
                .isEqualTo("Hello, this file never was a mail.\nNote: it has a colon, though.\n\nSecond paragraph.\n");
        assertThat(mail.warnings()).contains("The mail has no header");
    }

    @Test
    void headerWithoutBodyAndEmptyInputAreMails() {
        // When
        ParsedMail headerOnly = Mails.read("header-only");
        ParsedMail empty = Mails.read("empty");
        // Then
        assertThat(headerOnly.subject()).isEqualTo("only a header");
        assertThat(headerOnly.text()).isEmpty();
        assertThat(empty.subject()).isEmpty();
        assertThat(empty.sentAt()).isNull();
        assertThat(empty.messageId()).isNull();
        assertThat(empty.html()).isNull();
        assertThat(empty.warnings()).containsExactly("The mail has no header");
    }

    @Test
    void bodyBeginsWhereTheHeaderEndsEvenWithoutAnEmptyLine() {
        // When
        ParsedMail hasty = Mails.read("no-empty-line");
        ParsedMail odd = Mails.read("broken-header-line");
        // Then
        assertThat(hasty.text()).isEqualTo("Dear support,\nplease: help me.\n\nThanks\n");
        assertThat(hasty.headers()).hasSize(2);
        assertThat(odd.subject()).isEqualTo("a broken line between fields");
        assertThat(odd.text()).isEqualTo("Text.\n");
        assertThat(odd.warnings()).hasSize(1);
    }

    @Test
    void uuencodedFilesAreTakenOutOfTheText() {
        // When
        ParsedMail mail = Mails.read("uuencoded");
        List<byte[]> contents = Mails.contents(Mails.bytes("uuencoded"));
        // Then
        assertThat(mail.text())
                .isEqualTo("Two files follow.\nBetween.\nbegin 644 of the month is only a sentence\nAfter.\n");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("first.bin", "second.txt");
        assertThat(contents.getFirst()).hasSize(100).startsWith(0, 1, 2);
        assertThat(new String(contents.getLast(), StandardCharsets.US_ASCII)).isEqualTo("hello uu");
        assertThat(mail.sentAt()).isEqualTo(Instant.parse("1996-05-01T15:00:00Z"));
    }

    @Test
    void damagedTransferEncodingsAreUndoneAsFarAsTheyGo() {
        // When
        ParsedMail mail = Mails.read("transfer-encodings");
        List<byte[]> contents = Mails.contents(Mails.bytes("transfer-encodings"));
        // Then
        assertThat(mail.text())
                .isEqualTo(
                        "8bit ä.\ndamaged =ZZ and =3 and softly joined, ä in lower case.\nHello world\nas it stands");
        assertThat(new String(contents.getFirst(), StandardCharsets.US_ASCII)).isEqualTo("uu payload");
        assertThat(mail.warnings())
                .containsExactly("A Content-Transfer-Encoding is unknown; the part is read as it stands");
    }

    @Test
    void nulAndBareLineEndsAreCleaned() {
        // When
        ParsedMail mail = Mails.read("nul-and-bare-cr");
        // Then
        assertThat(mail.subject()).isEqualTo("with nul");
        assertThat(mail.messageId()).isEqualTo("nul@example.org");
        assertThat(mail.text()).startsWith("one\ntwo\nthree\nfour ").doesNotContain("\0", "\r");
        assertThat(mail.headers())
                .allSatisfy(header -> assertThat(header.value()).doesNotContain("\0"));
    }

    @Test
    void winmailDatIsOpenedAndOneThatIsNoneIsKept() {
        // When
        ParsedMail mail = Mails.read("winmail");
        List<byte[]> contents = Mails.contents(Mails.bytes("winmail"));
        // Then
        assertThat(mail.text()).isEqualTo("Only here: grüße");
        assertThat(mail.html()).isEqualTo("<p>Only <b>here</b>: grüße</p>");
        assertThat(mail.attachments())
                .extracting(Attachment::name)
                .containsExactly("Report für 2024.pdf", "winmail.dat");
        assertThat(mail.attachments().getFirst().contentType()).isEqualTo("application/pdf");
        assertThat(new String(contents.getFirst(), StandardCharsets.US_ASCII)).isEqualTo("%PDF-1.4 pretend");
        assertThat(new String(contents.getLast(), StandardCharsets.US_ASCII)).isEqualTo("this is none");
    }

    @Test
    void mailWithTheLineEndsOfOldMacsIsRead() {
        // Given
        byte[] mac = new String(Mails.bytes("related-and-mixed"), StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\r")
                .getBytes(StandardCharsets.ISO_8859_1);
        // When
        ParsedMail mail = Mails.read(mac);
        // Then
        assertThat(mail.subject()).isEqualTo("Screenshot");
        assertThat(mail.text()).isEqualTo("See the picture.");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("attachment-1.png", "report.pdf");
    }

    @Test
    void markAndEmptyLinesBeforeTheHeaderAreSkipped() {
        // When
        ParsedMail mail = Mails.of("\uFEFF\n\nSubject: late start\n\nText.\n");
        // Then
        assertThat(mail.subject()).isEqualTo("late start");
        assertThat(mail.text()).isEqualTo("Text.\n");
    }

    @Test
    void brokenAddressesAreReadAsFarAsTheyGoAndKept() {
        // When
        ParsedMail mail = Mails.read("addresses");
        // Then
        assertThat(mail.from())
                .containsExactly(
                        new Address("Doe, John", "john@example.org"),
                        new Address("Jane \"JJ\" Roe", "jane@example.org"));
        assertThat(mail.sender()).isNull();
        assertThat(mail.replyTo()).containsExactly(new Address("Service", "service@example.org"));
        assertThat(mail.to()).isEmpty();
        assertThat(mail.cc())
                .containsExactly(
                        new Address("", "routed@example.org"),
                        new Address("Bare Name", "bare@example.org"),
                        new Address("", "no address here"),
                        new Address("", "mail.user@example.org"),
                        new Address("", "open@example.org"),
                        new Address("Mail", "link@example.org"),
                        new Address("broken quote", "quote@example.org"));
        assertThat(mail.warnings()).contains("Cc: something that is no address is kept as it stands");
    }

    @Test
    void idsAreFoundInEveryForm() {
        // When
        ParsedMail mail = Mails.read("references");
        // Then
        assertThat(mail.messageId()).isEqualTo("no-brackets@example.org");
        assertThat(mail.inReplyTo()).containsExactly("parent@example.org");
        assertThat(mail.references())
                .containsExactly(
                        "one@example.org",
                        "two@example.org",
                        "three@example.org",
                        "four@example.org",
                        "five@example.org",
                        "six@example.org");
    }

    @Test
    void charsetLabelsInTheWildAreKnown() {
        // When
        ParsedMail mail = Mails.read("unknown-charset");
        // Then
        assertThat(mail.text()).isEqualTo("naïve\ngrün\n5 €\n한글\nHi Mom ☺!\nשלום");
    }

    @Test
    void partsOfADigestAreMessages() {
        // When
        ParsedMail mail = Mails.read("digest");
        // Then
        assertThat(mail.attachments())
                .extracting(Attachment::contentType)
                .containsExactly("message/rfc822", "message/rfc822");
    }
}
