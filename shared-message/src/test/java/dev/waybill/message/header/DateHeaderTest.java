package dev.waybill.message.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DateHeaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Wed, 1 May 2024 12:00:00 +0200              | 2024-05-01T10:00:00Z
                    Wed, 01 May 2024 12:00:00 +0200 (CEST)      | 2024-05-01T10:00:00Z
                    1 May 2024 12:00 GMT                        | 2024-05-01T12:00:00Z
                    1 May 24 12:00:00 EST                       | 2024-05-01T17:00:00Z
                    1 May 99 12:00:00 -0000                     | 1999-05-01T12:00:00Z
                    1 May 102 12:00:00 +0000                    | 2002-05-01T12:00:00Z
                    Wed, 1 May 2024 12:00:00                    | 2024-05-01T12:00:00Z
                    Wed, 1 May 2024 12:00:00 X                  | 2024-05-01T12:00:00Z
                    Wed May  1 12:00:00 2024                    | 2024-05-01T12:00:00Z
                    Wed May  1 12:00:00 PDT 2024                | 2024-05-01T19:00:00Z
                    Wednesday, 01-May-24 12:00:00 GMT           | 2024-05-01T12:00:00Z
                    2024-05-01T12:00:00+02:00                   | 2024-05-01T10:00:00Z
                    2024-05-01 12:00:00 +0200                   | 2024-05-01T10:00:00Z
                    2024-05-01T12:00:00.123Z                    | 2024-05-01T12:00:00Z
                    Wed, 1 May 2024 12:00:60 +0000              | 2024-05-01T12:00:59Z
                    1 May 2024 09(comment): 55 : 06 -0600       | 2024-05-01T15:55:06Z
                    Wed, 1 May 2024 01:00:00 PM +0000           | 2024-05-01T13:00:00Z
                    Wed, 1 May 2024 12:00:00 GMT+0200           | 2024-05-01T10:00:00Z
                    May 1, 2024 12:00:00 UTC                    | 2024-05-01T12:00:00Z
                    """)
    void dateInTheWildIsRead(String raw, Instant instant) {
        assertThat(DateHeader.parse(raw)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "31 Feb 2024 12:00:00 +0000",
                "1 May 2024 25:00:00 +0000",
                "1 May",
                "05/06/2024 12:00",
                "((((",
                "1 May 1066 00:00:00 +0000"
            })
    void garbageIsNoDate(String raw) {
        assertThat(DateHeader.parse(raw)).isEmpty();
    }
}
