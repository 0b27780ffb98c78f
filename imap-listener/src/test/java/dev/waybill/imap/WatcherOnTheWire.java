package dev.waybill.imap;

import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.imap.AngusImapSessions;
import dev.waybill.mailbox.imap.ImapSettings;
import dev.waybill.queue.PointerQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A watcher over real sockets, with little patience, so that a test sees it lose it. */
final class WatcherOnTheWire {
    static final String USER = "support@example.com";
    static final String PASSWORD = "secret";

    private final AngusImapSessions sessions = new AngusImapSessions(
            id -> new Secret.Password(PASSWORD),
            new HostPolicy(true),
            ImapSettings.defaults()
                    .withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(2))
                    .withPoll(Duration.ofMillis(50)));
    private final MailboxWatcher watcher;
    private final Thread thread;

    WatcherOnTheWire(ScriptedImapServer server, PointerQueue queue, String... folders) {
        this(server.host(), server.port(), queue, folders);
    }

    /** On any server that knows {@link #USER} by {@link #PASSWORD}. */
    WatcherOnTheWire(String host, int port, PointerQueue queue, String... folders) {
        Time time = Time.system();
        ListenerMetrics metrics = new ListenerMetrics(new SimpleMeterRegistry());
        ListenerPorts ports = new ListenerPorts(
                sessions,
                new NoticeQueue(queue, OpenTelemetry.noop().getTracer("test"), metrics, time),
                new FakeMarks(),
                new FakeHealth(),
                metrics,
                time);
        Mailbox mailbox = new Mailbox(
                Samples.ID,
                "default",
                USER,
                new Connection.Imap(host, port, Connection.Security.NONE, USER),
                List.of(folders),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                1);
        WatchSettings settings = new WatchSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofMillis(200),
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                new Random(42));
        watcher = new MailboxWatcher(mailbox, ports, settings, new ConnectGate(5, 5));
        thread = Thread.ofVirtual().start(watcher);
    }

    void stop() throws InterruptedException {
        watcher.stop();
        if (!thread.join(Duration.ofSeconds(5))) {
            watcher.abort();
        }
        sessions.close();
    }
}
