package dev.waybill.devstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** A Redis, its replica, and three sentinels on loopback that make the replica the master when the master is gone. */
public final class RedisSentinels implements AutoCloseable {

    /** The name by which the sentinels know the master. */
    public static final String MASTER = "waybill";

    private static final int SIZE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RedisServer master;
    private final RedisServer replica;
    private final Path directory;
    private final List<ServerProcess> sentinels = new ArrayList<>();
    private final List<URI> uris = new ArrayList<>();

    private RedisSentinels() {
        this.master = RedisServer.start(RedisServer.Options.inMemory());
        this.replica = RedisServer.start(RedisServer.Options.inMemory()
                .withArguments("--replicaof", "127.0.0.1", Integer.toString(master.port())));
        this.directory = TemporaryDirectory.create("sentinels");
    }

    /** Starts all of them and waits until every sentinel knows the replica and the other sentinels. */
    public static RedisSentinels start() {
        RedisSentinels all = new RedisSentinels();
        try {
            for (int i = 0; i < SIZE; i++) {
                all.sentinel(i);
            }
            all.await(
                    "know each other",
                    () -> all.uris.stream()
                            .map(uri -> tell(uri, "INFO", "sentinel"))
                            .allMatch(info -> info.contains("slaves=1") && info.contains("sentinels=" + SIZE)));
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void sentinel(int number) {
        int port = FreePorts.any();
        Path own = directory.resolve("sentinel-" + number);
        Path configuration = own.resolve("sentinel.conf");
        try {
            Files.createDirectories(own);
            Files.writeString(configuration, """
                    port %1$d
                    bind 127.0.0.1
                    dir %2$s
                    sentinel monitor %3$s 127.0.0.1 %4$d 2
                    sentinel down-after-milliseconds %3$s 700
                    sentinel failover-timeout %3$s 5000
                    sentinel parallel-syncs %3$s 1
                    """.formatted(port, own, MASTER, master.port()));
        } catch (IOException e) {
            throw new ServerStartException("A sentinel cannot keep its files in " + own + ": " + e.getMessage(), e);
        }
        URI uri = URI.create("redis://127.0.0.1:" + port);
        ServerProcess started = ServerProcess.start(
                "sentinel on port " + port,
                List.of(RedisExecutable.find().toString(), configuration.toString(), "--sentinel"),
                own,
                own.resolve("sentinel.log"),
                true);
        sentinels.add(started);
        uris.add(uri);
        started.awaitReady(PATIENCE, () -> tell(uri, "PING").equals("PONG"));
    }

    /** Waits until the replica has all that the master has. */
    public void awaitReplicated() {
        await("replicate", () -> {
            String info = tell(master.uri(), "INFO", "replication");
            String offset = info.replaceAll("(?s).*master_repl_offset:(\\d+).*", "$1");
            return info.contains("state=online,offset=" + offset + ",");
        });
    }

    private void await(String what, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new ServerStartException("Redis and its sentinels did not " + what + " within "
                        + PATIENCE.toSeconds() + " s. " + LogTail.quote(master.log(), 15));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** The reply, or nothing while nobody answers. */
    private static String tell(URI uri, String... words) {
        try (RedisConnection connection = RedisConnection.open(uri, Duration.ofSeconds(2))) {
            return Objects.toString(connection.command(words));
        } catch (IOException notYet) {
            return "";
        }
    }

    /** Returns the master of the beginning. */
    public RedisServer master() {
        return master;
    }

    /** Returns the replica of the beginning. */
    public RedisServer replica() {
        return replica;
    }

    /** Returns where the sentinels are. */
    public List<URI> uris() {
        return List.copyOf(uris);
    }

    @Override
    public void close() {
        sentinels.forEach(ServerProcess::kill);
        TemporaryDirectory.delete(directory);
        replica.close();
        master.close();
    }
}
