package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BodyTextTest {
    private static final BodyPiece PLAIN = new BodyPiece.Plain("plain\n");
    private static final BodyPiece HTML = new BodyPiece.Html("<p>html</p>");
    private static final BodyPiece FOOTER = new BodyPiece.Plain("footer <1>\n");

    private static BodyPiece alternative(BodyPiece... pieces) {
        return new BodyPiece.Group(true, List.of(pieces));
    }

    private static BodyPiece sequence(BodyPiece... pieces) {
        return new BodyPiece.Group(false, List.of(pieces));
    }

    @Test
    void alternativeGivesEachFormFromItsBestPiece() {
        assertThat(BodyText.text(alternative(PLAIN, HTML))).isEqualTo("plain\n");
        assertThat(BodyText.html(alternative(PLAIN, HTML))).containsExactly("<p>html</p>");
        assertThat(BodyText.text(alternative(new BodyPiece.Plain(" \n"), HTML))).isEqualTo("html");
        assertThat(BodyText.text(alternative(HTML))).isEqualTo("html");
        assertThat(BodyText.text(alternative(PLAIN))).isEqualTo("plain\n");
    }

    @Test
    void laterHtmlIsTheBetterOne() {
        // When
        List<String> html = BodyText.html(alternative(PLAIN, HTML, new BodyPiece.Html("<p>rich</p>")));
        // Then
        assertThat(html).containsExactly("<p>rich</p>");
    }

    @Test
    void footerBehindAnAlternativeIsPartOfBothForms() {
        // Given
        BodyPiece body = sequence(alternative(PLAIN, HTML), FOOTER);
        // Then
        assertThat(BodyText.text(body)).isEqualTo("plain\nfooter <1>\n");
        assertThat(BodyText.html(body))
                .containsExactly("<p>html</p>", "<div style=\"white-space: pre-wrap\">footer &lt;1&gt;\n</div>");
    }

    @Test
    void htmlPiecesInSequenceBecomeTextOneByOne() {
        // Given
        BodyPiece body = sequence(HTML, PLAIN, HTML);
        // Then
        assertThat(BodyText.text(body)).isEqualTo("html\nplain\nhtml");
    }

    @Test
    void alternativeOfAppleMailKeepsPlainTextAndAllHtml() {
        // Given
        BodyPiece body = alternative(PLAIN, sequence(HTML, new BodyPiece.Html("<p>more</p>")));
        // Then
        assertThat(BodyText.text(body)).isEqualTo("plain\n");
        assertThat(BodyText.html(body)).containsExactly("<p>html</p>", "<p>more</p>");
    }

    @Test
    void mailWithoutTextHasNone() {
        assertThat(BodyText.text(sequence())).isEmpty();
        assertThat(BodyText.hasHtml(sequence(PLAIN))).isFalse();
        assertThat(BodyText.hasHtml(sequence(alternative(PLAIN, HTML)))).isTrue();
    }
}
