package dev.waybill.message.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HtmlTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    <p>one</p><p>two</p>                                              | one⏎⏎two
                    <div>one</div><div>two</div>                                      | one⏎two
                    <div>one</div><div><br></div><div>two</div>                       | one⏎⏎two
                    one<br>two<br/><br>three                                          | one⏎two⏎⏎three
                    <p class=MsoNormal>one</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>two</p> | one⏎⏎two
                    a  b\tc <b> d</b>                                                 | a b c d
                    <ul><li>one</li><li>two</li></ul>                                 | * one⏎* two
                    <ol><li>one</li><li>two</li></ol>                                 | 1. one⏎2. two
                    <table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>   | a b⏎c
                    a<pre>  x⏎   y</pre>                                              | a⏎  x⏎   y
                    <a href="https://example.org/x?y=1">text</a> after                | text <https://example.org/x?y=1> after
                    <a href="https://example.org/">https://example.org</a>            | https://example.org
                    <a href="mailto:a@example.org?subject=x">write</a>                | write <a@example.org>
                    <a href="mailto:a@example.org">a@example.org</a>                  | a@example.org
                    <a href="#top">up</a> <a href="javascript:x()">x</a>              | up x
                    <img alt="Logo" src=x>text                                        | [Logo]text
                    <style>p {}</style><script>x()</script><title>t</title>text       | text
                    <div style="display: none">hidden</div>shown                      | shown
                    <blockquote type=cite>said<br>more</blockquote>answer             | > said⏎> more⏎answer
                    <blockquote class=gmail_quote>a<blockquote type=cite>b</blockquote></blockquote> | > a⏎>> b
                    <blockquote>indented</blockquote>                                 | indented
                    one<hr>two                                                        | one⏎---⏎two
                    1 &lt; 2 &amp; &euro;&nbsp;3                                      | 1 < 2 & € 3
                    <h1>Head</h1>text                                                 | Head⏎⏎text
                    """)
    void documentReadsAsAPersonWouldReadIt(String html, String text) {
        assertThat(HtmlText.of(html.replace('⏎', '\n'))).isEqualTo(text.replace('⏎', '\n'));
    }
}
