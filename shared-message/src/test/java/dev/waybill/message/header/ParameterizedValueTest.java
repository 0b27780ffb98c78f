package dev.waybill.message.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParameterizedValueTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    text/plain; name=a.txt                                     | a.txt
                    text/plain; name="a b.txt"                                 | a b.txt
                    text/plain; name=a b.txt; charset=utf-8                    | a b.txt
                    text/plain; Name = "a\\"b.txt"                             | a"b.txt
                    text/plain; name="C:\\dir\\a.txt"                          | C:\\dir\\a.txt
                    text/plain; name="never closed; charset=utf-8              | never closed
                    text/plain; (comment) name=a.txt                           | a.txt
                    text/plain; name=first; name=second                        | first
                    text/plain;; ; name=a.txt;                                 | a.txt
                    text/plain name=a.txt                                      | a.txt
                    Text/Plain ; name*=utf-8'en'%C3%A4.txt                     | ä.txt
                    text/plain; name*=iso-8859-1''%E4.txt; name=x.txt          | ä.txt
                    text/plain; name*0="long "; name*1="name"; name*2=.txt     | long name.txt
                    text/plain; name*1*=%A4.txt; name*0*=utf-8''%C3            | ä.txt
                    text/plain; name*0*=utf-8''%C3%A4; name*1="%20.txt"        | ä%20.txt
                    text/plain; name*=utf-8''bad%ZZ.txt                        | bad%ZZ.txt
                    """)
    void parameterIsReadInEveryForm(String raw, String name) {
        ParameterizedValue value = ParameterizedValue.parse(raw);
        assertThat(value.value()).isEqualTo("text/plain");
        assertThat(value.parameter("name")).contains(name);
    }

    @Test
    void valueIsCleanedOfCommentsAndSpaces() {
        assertThat(ParameterizedValue.parse(" TEXT / html (really) ; charset=x").value())
                .isEqualTo("text/html");
        assertThat(ParameterizedValue.parse("\"attachment\"; filename=a").value())
                .isEqualTo("attachment");
        assertThat(ParameterizedValue.parse("").value()).isEmpty();
    }

    @Test
    void nonsenseIsLeftOut() {
        // When
        ParameterizedValue value = ParameterizedValue.parse("a/b; *=x; =y; name*x=1; name*99999=2; charset");
        // Then
        assertThat(value.parameters()).isEmpty();
    }
}
