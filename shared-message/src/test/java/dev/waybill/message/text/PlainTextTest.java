package dev.waybill.message.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlainTextTest {
    @Test
    void linesEndInOneWayAndHoldNoNul() {
        assertThat(CleanText.lines("a\r\nb\rc\nd\0e\r")).isEqualTo("a\nb\nc\nde\n");
        assertThat(CleanText.lines("a\r\r\nb")).isEqualTo("a\n\nb");
    }

    @Test
    void unpairedSurrogatesAreReplaced() {
        assertThat(CleanText.lines("a\uD83Db\uDE00c\uD83D\uDE00")).isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00");
        assertThat(CleanText.line("\uD83D")).isEqualTo("\uFFFD");
        assertThat(CleanText.atMost("ab\uD83D\uDE00", 3)).isEqualTo("ab");
    }

    @Test
    void oneLineHoldsNoControlOrBidiCharacter() {
        assertThat(CleanText.line(" a\tb\r\nc\u0007\u202Ed\u0085 ")).isEqualTo("a b  cd");
        assertThat(CleanText.token(" a \u200Bb\u00A0c\t")).isEqualTo("abc");
    }

    @Test
    void softBreaksOfFlowedTextAreJoined() {
        assertThat(FlowedText.unflow("one \ntwo\n\nthree\n", false)).isEqualTo("one two\n\nthree\n");
        assertThat(FlowedText.unflow("one \ntwo", true)).isEqualTo("onetwo");
        assertThat(FlowedText.unflow("> one \n> two\n>> three \nfour\n", false))
                .isEqualTo("> one two\n>> three \nfour\n");
        assertThat(FlowedText.unflow(" From here\n >not quoted\n", false)).isEqualTo("From here\n>not quoted\n");
        assertThat(FlowedText.unflow("text \n-- \nsig\n", false)).isEqualTo("text \n-- \nsig\n");
        assertThat(FlowedText.unflow("last \n", false)).isEqualTo("last \n");
        assertThat(FlowedText.unflow("", false)).isEmpty();
    }

    @Test
    void enrichedTextLosesItsCommands() {
        assertThat(EnrichedText.toPlain(
                        "<bold>Now</bold> is\nthe time.\n\nNext <color><param>red</param>red</color> <<b>"))
                .isEqualTo("Now is the time.\nNext red <b>");
        assertThat(EnrichedText.toPlain("3 < 4 and <not a command")).isEqualTo("3 < 4 and <not a command");
        assertThat(EnrichedText.toPlain("line<nl>break")).isEqualTo("line\nbreak");
    }
}
