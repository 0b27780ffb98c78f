package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.imap.NoticeQueue.Notice;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueFullException;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NoticeQueueTest {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final ListenerBench bench = new ListenerBench(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build()
            .get("test"));

    private static Notice notice(Long... uids) {
        return new Notice(Samples.ID, "INBOX", 1_000, List.of(uids), Priority.LIVE);
    }

    private static PositionMove move(String expected, String next) {
        return new PositionMove("field", expected, next);
    }

    @Test
    void pointersOfABatchCarryTheContextOfItsSpan() {
        // When
        Enqueue result = bench.ports.queue().enqueue(notice(1L, 2L), move("", "1000:2"));

        // Then
        assertThat(result).isEqualTo(new Enqueue.Accepted(2, 0, 0, 0));
        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("inbound_email_queue_enqueue");
        assertThat(bench.queue.batches().getFirst().pointers())
                .hasSize(2)
                .allMatch(pointer ->
                        pointer.traceparent().equals("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01"))
                .allMatch(pointer -> pointer.enqueuedAt() == SteppedTime.START.toEpochMilli());
    }

    @Test
    void outcomesAreCounted() {
        // When
        bench.ports.queue().enqueue(notice(1L, 2L), move("", "1000:2"));
        bench.ports.queue().enqueue(notice(2L, 3L), move("1000:2", "1000:3"));
        bench.ports.queue().enqueue(notice(4L), move("1000:2", "1000:4"));

        // Then
        assertThat(bench.counted("waybill.listener.messages", "outcome", "queued", "priority", "live"))
                .isEqualTo(3);
        assertThat(bench.counted("waybill.listener.messages", "outcome", "coalesced", "priority", "live"))
                .isEqualTo(1);
        assertThat(bench.meters
                        .find("waybill.listener.enqueue")
                        .tag("outcome", "mismatch")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void refusalMarksTheSpanAndReachesTheCaller() {
        // Given
        bench.queue.trouble(RecordingQueue.Trouble.FULL);

        // When
        var enqueue = assertThatThrownBy(() -> bench.ports.queue().enqueue(notice(1L), move("", "1000:1")));

        // Then
        enqueue.isInstanceOf(QueueFullException.class);
        assertThat(spans.getFinishedSpanItems().getFirst().getStatus().getStatusCode())
                .isEqualTo(StatusCode.ERROR);
        assertThat(bench.meters
                        .find("waybill.listener.enqueue")
                        .tag("outcome", "full")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
