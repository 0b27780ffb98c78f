package dev.waybill.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TraceparentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    /** The example of W3C Trace Context §3.2.2. */
    private static final String TEXT = "00-" + TRACE + "-" + PARENT + "-01";

    @Test
    void partsComeBackAsTheyWereGiven() {
        assertThat(Traceparent.of(TRACE, PARENT, "01")).isEqualTo(TEXT);
        assertThat(Traceparent.traceId(TEXT)).isEqualTo(TRACE);
        assertThat(Traceparent.parentId(TEXT)).isEqualTo(PARENT);
        assertThat(Traceparent.flags(TEXT)).isEqualTo("01");
    }

    @Test
    void producerWithoutATraceHasNoPartOfOne() {
        assertThat(Traceparent.traceId("")).isEmpty();
        assertThat(Traceparent.parentId("")).isEmpty();
        assertThat(Traceparent.flags("")).isEmpty();
    }
}
