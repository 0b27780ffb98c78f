package dev.waybill.consumer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.loop.TestFlights;
import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Failure;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.QueueEvents;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ObservedJournalTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private final SteppedPace pace = new SteppedPace();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Journal journal = new ObservedJournal(
            new QueueEvents(),
            meters,
            SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build()
                    .get("test"),
            pace);

    private Flight flight(String traceparent) {
        Pointer pointer = new Pointer(
                UUID.randomUUID(),
                new Locator.Imap("INBOX", 7, 1),
                pace.now().minusSeconds(5).toEpochMilli(),
                traceparent);
        return TestFlights.of(new Claimed.Valid(new Receipt(new Token(1), pointer.id()), pointer, 0, 0), pace.now());
    }

    @Test
    void theSpanContinuesTheProducersTrace() {
        // Given
        Flight flight = flight("00-" + TRACE + "-b7ad6b7169203331-01");

        // When
        journal.note(new Journal.Step.Started(flight));
        TestFlights.processed(flight, "ticket");
        journal.note(new Journal.Step.Acked(flight));

        // Then
        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(flight.traceId()).isEqualTo(TRACE);
    }

    @Test
    void aPointerWithoutATraceBeginsOne() {
        // Given
        Flight flight = flight("");

        // When
        journal.note(new Journal.Step.Started(flight));
        journal.note(new Journal.Step.Deferred(flight, Duration.ofSeconds(1), new Failure("timeout", "")));

        // Then
        assertThat(flight.traceId())
                .hasSize(32)
                .isEqualTo(spans.getFinishedSpanItems().getFirst().getTraceId());
        assertThat(meters.counter("waybill.settled", "verb", "defer", "reason", "timeout")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anEndIsCountedAndTimed() {
        // Given
        Flight flight = flight("");
        journal.note(new Journal.Step.Started(flight));
        TestFlights.processed(flight, "ticket");
        pace.step(Duration.ofSeconds(2));

        // When
        journal.note(new Journal.Step.Acked(flight));

        // Then
        assertThat(meters.counter("waybill.messages", "provider", "imap", "outcome", "processed", "reason", "")
                        .count())
                .isEqualTo(1);
        assertThat(meters.timer("waybill.processing", "provider", "imap", "outcome", "processed")
                        .totalTime(java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(meters.timer("waybill.end.to.end", "provider", "imap")
                        .totalTime(java.util.concurrent.TimeUnit.SECONDS))
                .isEqualTo(7);
    }
}
