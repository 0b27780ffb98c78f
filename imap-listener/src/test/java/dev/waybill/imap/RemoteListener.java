package dev.waybill.imap;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.imap.AngusImapSessions;
import dev.waybill.mailbox.imap.ImapSettings;
import dev.waybill.queue.redis.KeyNames;
import dev.waybill.queue.redis.QueueSettings;
import dev.waybill.queue.redis.RedisQueue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The program of a {@link ListenerProcess}: the watchers and their share, with the registry and the marks in memory. */
final class RemoteListener {
    private RemoteListener() {}

    static UUID mailbox(int number) {
        return new UUID(0x5eed, number * 0x9E37_79B9L);
    }

    static String user(int number) {
        return "user-" + number + "@example.com";
    }

    /** Arguments: name, Redis, key prefix, IMAP port, number of mailboxes, lease in ms. Ends in good order with its input. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Duration lease = Duration.ofMillis(Long.parseLong(arguments[5]));
        Vertx vertx = Vertx.vertx();
        Redis redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(arguments[1])
                        .setMaxPoolSize(8)
                        .setMaxPoolWaiting(10_000));
        RedisQueue queue =
                new RedisQueue(redis, redis, QueueSettings.defaults().withKeys(KeyNames.withPrefix(arguments[2])));
        Time time = Time.system();
        FakeRegistryCopy registry = new FakeRegistryCopy();
        for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
            registry.put(new Mailbox(
                    mailbox(i),
                    "default",
                    user(i),
                    new Connection.Imap("127.0.0.1", Integer.parseInt(arguments[3]), Connection.Security.NONE, user(i)),
                    List.of("INBOX"),
                    Instant.EPOCH,
                    false,
                    new AfterProcessing.Keep(),
                    i));
        }
        ListenerMetrics metrics = new ListenerMetrics(new SimpleMeterRegistry());
        ListenerPorts ports = new ListenerPorts(
                new AngusImapSessions(
                        id -> new Secret.Password("secret"), new HostPolicy(true), ImapSettings.defaults()),
                new NoticeQueue(queue.producer(), OpenTelemetry.noop().getTracer("test"), metrics, time),
                new FakeMarks(),
                new FakeHealth(),
                metrics,
                time);
        MailboxShare share = new MailboxShare(queue.parts(), arguments[0], lease, time);
        ConnectGate gate = new ConnectGate(50, 50);
        WatcherFleet fleet = new WatcherFleet(
                registry, share, mailbox -> new MailboxWatcher(mailbox, ports, Samples.settings(), gate), time);
        SteadyLoop sharing = new SteadyLoop("share", lease.dividedBy(10), () -> share.renew(fleet::busyParts), time);
        SteadyLoop comparing = new SteadyLoop("fleet", Duration.ofMillis(200), fleet::compare, time);
        sharing.start();
        comparing.start();
        System.out.println("started");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                // Only its end means something.
            }
        }
        comparing.stop(Duration.ofSeconds(1));
        fleet.stop(Duration.ofSeconds(8));
        sharing.stop(Duration.ofSeconds(1));
        share.leave();
        System.exit(0);
    }
}
