package dev.waybill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointerTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static Pointer traced(String traceparent) {
        return new Pointer(UUID.randomUUID(), new Locator.Gmail("18c2f3a4b5d6e7f8"), 1_760_000_000_000L, traceparent);
    }

    @Test
    void aTraceOrNoneIsCarried() {
        assertThat(traced(TRACE).traceparent()).isEqualTo(TRACE);
        assertThat(traced("").traceparent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333g-01",
                "00-0af7651916cd43dd8448eb211c80319c0b7ad6b7169203331-01",
                "00 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-\u0661\u0661",
            })
    void whatIsNoTraceIsRefused(String text) {
        assertThatThrownBy(() -> traced(text))
                .isInstanceOf(InvalidPointerException.class)
                .hasMessageContaining("traceparent");
    }
}
