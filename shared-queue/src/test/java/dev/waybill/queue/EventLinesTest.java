package dev.waybill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EventLinesTest {
    private final Logger log = Logger.getLogger("dev.waybill.queue.EventLinesTest");
    private final SlowHandler handler = new SlowHandler();
    private final EventLines lines = new EventLines(log);

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        log.setUseParentHandlers(false);
        log.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(handler);
        MDC.clear();
    }

    @Test
    void whoFindsAnotherWritingLeavesItsLineAndGoesOn() throws InterruptedException {
        // Given
        Thread writer = handler.hold(() -> lines.write(line("first")));
        // When
        lines.write(line("second"));
        lines.write(line("third"));
        // Then
        assertThat(handler.written).isEmpty();
        handler.release.countDown();
        writer.join();
        assertThat(handler.written).extracting(ExtLogRecord::getMessage).containsExactly("first", "second", "third");
    }

    @Test
    void lineIsOfTheThreadThatLeftIt() throws InterruptedException {
        // Given
        Thread writer = handler.hold(() -> lines.write(line("first")));
        MDC.put("traceId", "mine");
        // When
        lines.write(line("second"));
        // Then
        MDC.clear();
        handler.release.countDown();
        writer.join();
        assertThat(handler.written.getLast().getMdcCopy()).containsEntry("traceId", "mine");
        assertThat(handler.written.getLast().getThreadName())
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void whoComesBeyondTheBoundWaitsForTheLogItself() throws InterruptedException {
        // Given
        Thread writer = handler.hold(() -> lines.write(line("first")));
        IntStream.range(0, 1_000).forEach(i -> lines.write(line("left")));
        // When
        lines.write(line("beyond"));
        // Then
        assertThat(handler.written).extracting(ExtLogRecord::getMessage).containsExactly("beyond");
        handler.release.countDown();
        handler.all(1_002);
        writer.join();
    }

    @Test
    void nobodyWritesForOthersForLong() throws InterruptedException {
        // Given
        Thread writer = handler.hold(() -> lines.write(line("first")));
        IntStream.range(0, 500).forEach(i -> lines.write(line("left")));
        // When
        handler.release.countDown();
        writer.join();
        handler.all(501);
        // Then
        assertThat(handler.writers).filteredOn(writer::equals).hasSize(100);
    }

    @Test
    void whatAFailureLeavesIsWrittenWithTheNextLine() throws InterruptedException {
        // Given
        Thread writer = handler.hold(
                () -> assertThatThrownBy(() -> lines.write(line("fails"))).isInstanceOf(IllegalStateException.class));
        lines.write(line("left"));
        handler.release.countDown();
        writer.join();
        // When
        lines.write(line("next"));
        // Then
        assertThat(handler.written).extracting(ExtLogRecord::getMessage).containsExactly("left", "next");
    }

    private static ExtLogRecord line(String message) {
        return new ExtLogRecord(Level.INFO, message, EventLinesTest.class.getName());
    }

    /** Takes its time with the first line, and fails with what is called so. */
    private static final class SlowHandler extends Handler {
        private final List<ExtLogRecord> written = new CopyOnWriteArrayList<>();
        private final List<Thread> writers = new CopyOnWriteArrayList<>();
        private final Semaphore lines = new Semaphore(0);
        private final AtomicBoolean first = new AtomicBoolean(true);
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        /** Returns when it holds the first line of that thread. */
        Thread hold(Runnable write) throws InterruptedException {
            Thread writer = Thread.ofVirtual().start(write);
            begun.await();
            return writer;
        }

        /** Returns when so many lines were written. */
        void all(int count) throws InterruptedException {
            lines.acquire(count);
        }

        @Override
        public void publish(LogRecord line) {
            if (first.getAndSet(false)) {
                begun.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            if (line.getMessage().equals("fails")) {
                throw new IllegalStateException("the log is broken");
            }
            written.add(ExtLogRecord.wrap(line));
            writers.add(Thread.currentThread());
            lines.release();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
