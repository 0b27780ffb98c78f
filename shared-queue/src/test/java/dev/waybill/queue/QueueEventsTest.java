package dev.waybill.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class QueueEventsTest {
    private static final String CATEGORY = "dev.waybill.queue.QueueEventsTest";
    private static final UUID MAILBOX = UUID.fromString("018f0000-0000-7000-8000-00000000000a");
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final Pointer POINTER =
            new Pointer(MAILBOX, new Locator.Imap("INBOX", 7, 42), 0, "00-" + TRACE_ID + "-b7ad6b7169203331-01");
    private static final Claimed CLAIMED = new Claimed.Valid(new Receipt(new Token(1), POINTER.id()), POINTER, 2, 0);

    private final QueueEvents events = new QueueEvents(Logger.getLogger(CATEGORY));
    private final java.util.logging.Logger log = java.util.logging.Logger.getLogger(CATEGORY);
    private final Recorder recorder = new Recorder();

    record Event(String level, String name, Map<String, String> fields) {}

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        log.setUseParentHandlers(false);
        log.addHandler(recorder);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(recorder);
        MDC.clear();
    }

    @Test
    void anEventNamesThePointerTheAttemptAndTheTrace() {
        events.retry(CLAIMED, "parse_failed");

        assertThat(recorder.events)
                .containsExactly(new Event(
                        "INFO",
                        "inbound_email_queue_retry",
                        Map.of(
                                "mailbox",
                                MAILBOX.toString(),
                                "pointer",
                                POINTER.id().value(),
                                "attempt",
                                "3",
                                "traceId",
                                TRACE_ID,
                                "reason",
                                "parse_failed")));
    }

    @Test
    void eachStepOfAPointersLifeHasItsEvent() {
        events.enqueue(POINTER);
        events.consumeStart(CLAIMED);
        events.ack(CLAIMED);
        events.retry(CLAIMED, "r");
        events.deadLetter(CLAIMED, "r");
        events.skip(CLAIMED, "r");
        events.defer(CLAIMED, "r");
        events.hold(MAILBOX, "r");
        events.reclaim(new Upkeep.Reclaimed(2, List.of(POINTER.id()), Optional.empty()));
        events.reclaim(new Upkeep.Reclaimed(0, List.of(), Optional.empty()));

        assertThat(recorder.events)
                .extracting(Event::name)
                .containsExactly(
                        "inbound_email_queue_enqueue",
                        "inbound_email_queue_consume_start",
                        "inbound_email_queue_ack",
                        "inbound_email_queue_retry",
                        "inbound_email_queue_dlq",
                        "inbound_email_queue_skip",
                        "inbound_email_queue_defer",
                        "inbound_email_queue_hold",
                        "inbound_email_queue_reclaim",
                        "inbound_email_queue_dlq");
    }

    @Test
    void theCallersFieldsComeBack() {
        // Given
        MDC.put("traceId", "of the caller");

        // When
        events.ack(CLAIMED);

        // Then
        assertThat(recorder.events.getFirst().fields()).containsEntry("traceId", TRACE_ID);
        assertThat(MDC.get("traceId")).isEqualTo("of the caller");
        assertThat(MDC.get("pointer")).isNull();
    }

    @Test
    void nothingIsWrittenBelowTheLevel() {
        // Given
        log.setLevel(Level.WARNING);

        // When
        events.enqueue(POINTER);
        events.ack(CLAIMED);
        events.deadLetter(new Claimed.Broken(CLAIMED.receipt(), "secret", "is not a JSON object"), "not_a_pointer");

        // Then
        assertThat(recorder.events)
                .containsExactly(new Event(
                        "WARN",
                        "inbound_email_queue_dlq",
                        Map.of(
                                "mailbox", POINTER.id().mailbox().value(),
                                "pointer", POINTER.id().value(),
                                "reason", "not_a_pointer")));
    }

    private static final class Recorder extends Handler {
        private final List<Event> events = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            ExtLogRecord wrapped = ExtLogRecord.wrap(record);
            String level = wrapped.getLevel().intValue() >= Level.WARNING.intValue() ? "WARN" : "INFO";
            events.add(new Event(level, wrapped.getMessage(), wrapped.getMdcCopy()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
