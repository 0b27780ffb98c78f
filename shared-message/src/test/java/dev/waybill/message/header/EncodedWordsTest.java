package dev.waybill.message.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EncodedWordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    plain text                                | plain text
                    =?utf-8?Q?caf=C3=A9?=                     | café
                    =?UTF-8?b?Y2Fmw6k=?=                      | café
                    =?utf-8?B?Y2Fmw6k?=                       | café
                    =?utf-8?Q?a?= =?utf-8?Q?b?=               | ab
                    =?utf-8?Q?a?= x =?utf-8?Q?b?=             | a x b
                    =?utf-8?Q?a_b?=c                          | a bc
                    =?utf-8?Q?=C3?= =?utf-8?Q?=A9?=           | é
                    =?utf-8?B?w6?= =?utf-8?B?k=?=             | é
                    =?utf-8?B?Y2Fmw6k?= =?utf-8?B?IQ==?=      | café!
                    =?iso-8859-1?Q?=E9?= =?utf-8?Q?=C3=A9?=   | éé
                    =?utf-8*fr?Q?=C3=A9t=C3=A9?=              | été
                    =?utf-8?Q?with spaces =C3=A9?=            | with spaces é
                    =?utf-8?Q?no_end                          | no end
                    =?utf-8?Q?first =?utf-8?Q?second?=        | firstsecond
                    =??Q?empty=C3=A9?=                        | emptyé
                    =?x-nonsense?Q?=C3=A9?=                   | é
                    =?utf-8?Q?a=3D?=                          | a=
                    =?utf-8?Q?50%=?=                          | 50%=
                    =?utf-8?X?a?=                             | =?utf-8?X?a?=
                    =?utf-8?Q                                 | =?utf-8?Q
                    =?                                        | =?
                    =?iso-8859-1?Q?Frösche?=                  | Frösche
                    =?gb2312?B?xOO6ww==?=                     | 你好
                    =?ks_c_5601-1987?B?x9Gx2w==?=             | 한글
                    """)
    void wordsAreDecodedAndTheRestStays(String raw, String text) {
        assertThat(EncodedWords.decode(raw)).isEqualTo(text);
    }
}
