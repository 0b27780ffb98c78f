package dev.waybill.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTextReaderTest {
    private final ReplyTextReader reader = new ReplyTextReader();

    @Test
    void anEmptyBodyHasThreeEmptyParts() {
        assertThat(reader.read("")).isEqualTo(new ReplyText("", "", ""));
        assertThat(reader.read("\r\n \n\u00a0\n")).isEqualTo(new ReplyText("", "", ""));
        assertThat(reader.readHtml("")).isEqualTo(new ReplyText("", "", ""));
    }

    @Test
    void anAttributionThatSharesTheSendersLineIsPartedFromIt() {
        // When
        ReplyText read = reader.read("Yes--- On Wed, Apr 4, 2012 at 3:59 PM, me@harbour.example wrote:\n> Hi");
        // Then
        assertThat(read.visible()).isEqualTo("Yes");
        assertThat(read.quoted()).isEqualTo("--- On Wed, Apr 4, 2012 at 3:59 PM, me@harbour.example wrote:\n> Hi");
    }

    @Test
    void aBlankLineRemainsWhereAQuoteStoodBetweenParagraphs() {
        // When
        ReplyText read = reader.read("one\n\n\ntwo\n\n> quote\n\n\nthree\n> quote\nfour");
        // Then
        assertThat(read.visible()).isEqualTo("one\n\n\ntwo\n\nthree\nfour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEndingReadsAlike(String ending) {
        // Given
        String body =
                String.join(ending, "Left.", "", "On 6 Mar 2025, at 09:14, A <a@b.example> wrote:", "", "> Which?");
        // When
        ReplyText read = reader.read(body);
        // Then
        assertThat(read.visible()).isEqualTo("Left.");
        assertThat(read.quoted()).endsWith("> Which?");
    }

    @ParameterizedTest
    @CsvSource({
        "Fwd: a,true",
        "FW: RE: a,true",
        "WG: a,true",
        "转发: a,true",
        "İLT: a,true",
        "RE: FW: a,false",
        "a: b,false",
        "'',false"
    })
    void onlyTheFirstPrefixOfASubjectMakesAForward(String subject, boolean forward) {
        assertThat(new ForwardSubjects().forwards(subject, Body.ofPlain(""))).isEqualTo(forward);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6 mar 2025 09:14 a@b.example",
                "06.03.25 9:14 <a@b.example>",
                "2025-03-06t09:14:33 mailto:a@b.example",
                "06. 03. 25 v 9:14 a@b.example",
                "2025年3月6日 9時 a@b.example"
            })
    void dateTimeAndAddressAreSeenInTheirForms(String folded) {
        assertThat(Evidence.of(folded).count()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 12345 of 17 pieces",
                "version 1.2 is 3.5 times as fast at 100 %",
                "call 555 1234567",
                "meet @ noon"
            })
    void figuresOfOtherKindsAreNoEvidence(String folded) {
        assertThat(Evidence.of(folded).count()).isZero();
    }

    @Test
    void theTablesHoldAtLeastTwentyLanguages() {
        for (String table : List.of("attributions", "app-lines")) {
            assertThat(languages(table, 3)).as(table).hasSizeGreaterThanOrEqualTo(20);
        }
        assertThat(languages("header-labels", 4)).hasSizeGreaterThanOrEqualTo(20);
        assertThat(languages("rulers", 5)).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void aLinePastTheLastIsKeptAsItStands() {
        // Given
        String body = "a\n".repeat(200_000) + "> b\n> c";
        // When
        ReplyText read = reader.read(body);
        // Then
        assertThat((read.visible() + "\n" + read.quoted()).strip())
                .hasSize(body.length())
                .endsWith("> b\n> c");
    }

    private static Set<String> languages(String table, int columns) {
        return Table.rows(table, columns).stream().map(List::getFirst).collect(Collectors.toSet());
    }
}
