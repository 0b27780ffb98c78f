package dev.waybill.imap;

import dev.waybill.queue.InMemoryQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

/** A server, a queue and PostgreSQL's marks, all in memory, with the ports of a watcher over them. */
final class ListenerBench {
    final SteppedTime time = new SteppedTime();
    final FakeImap imap = new FakeImap(time);
    final RecordingQueue queue = new RecordingQueue(() -> new InMemoryQueue().producer());
    final FakeMarks marks = new FakeMarks();
    final FakeHealth health = new FakeHealth();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ListenerMetrics metrics = new ListenerMetrics(meters);
    final ListenerPorts ports;

    ListenerBench() {
        this(OpenTelemetry.noop().getTracer("test"));
    }

    ListenerBench(Tracer tracer) {
        ports = new ListenerPorts(imap, new NoticeQueue(queue, tracer, metrics, time), marks, health, metrics, time);
    }

    double counted(String meter, String... tags) {
        var counter = meters.find(meter).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }
}
