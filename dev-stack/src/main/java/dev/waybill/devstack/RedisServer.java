package dev.waybill.devstack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A real redis-server process on loopback, without eviction. What it was asked to keep survives
 * {@link #kill()} (appendonly: up to the last second) and {@link #restart()}.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final Duration PING = Duration.ofMillis(500);
    private static final int TRIES_FOR_A_FREE_PORT = 5;

    private final Options options;
    private final Path dataDir;
    private final boolean temporary;
    private ServerProcess process;
    private int port;

    private RedisServer(Options options) {
        this.options = options;
        this.temporary = options.dataDir() == null;
        this.dataDir = options.dataDir() == null ? TemporaryDirectory.create("redis") : options.dataDir();
        this.process = launchOnAnyPort();
    }

    /**
     * How a Redis is started. Port 0: a free one. No data directory: a temporary one, deleted on close. No maxmemory:
     * no limit. No executable: the embedded 6.2. Extra arguments as on redis-server's command line.
     */
    public record Options(
            int port,
            @Nullable Path dataDir,
            boolean appendonly,
            @Nullable String maxmemory,
            List<String> extraArguments,
            @Nullable Path executable) {

        /** Copies the arguments. */
        public Options {
            extraArguments = List.copyOf(extraArguments);
        }

        /** A free port, a temporary directory, nothing kept on disk: what most tests want. */
        public static Options inMemory() {
            return new Options(0, null, false, null, List.of(), null);
        }

        /** A free port, a temporary directory, every second on disk. */
        public static Options durable() {
            return inMemory().withAppendonly(true);
        }

        /** The same on that port. */
        public Options withPort(int wanted) {
            return new Options(wanted, dataDir, appendonly, maxmemory, extraArguments, executable);
        }

        /** The same with data in that directory, which is kept. */
        public Options withDataDir(Path directory) {
            return new Options(port, directory, appendonly, maxmemory, extraArguments, executable);
        }

        /** The same with or without the append-only file. */
        public Options withAppendonly(boolean on) {
            return new Options(port, dataDir, on, maxmemory, extraArguments, executable);
        }

        /** The same with a limit, in Redis's notation, such as {@code 50mb}. */
        public Options withMaxmemory(String limit) {
            return new Options(port, dataDir, appendonly, limit, extraArguments, executable);
        }

        /** The same with more arguments. */
        public Options withArguments(String... arguments) {
            return new Options(port, dataDir, appendonly, maxmemory, List.of(arguments), executable);
        }

        /** The same with another redis-server program. */
        public Options withExecutable(Path program) {
            return new Options(port, dataDir, appendonly, maxmemory, extraArguments, program);
        }
    }

    /** Starts one and waits for its PING. */
    public static RedisServer start(Options options) {
        return new RedisServer(options);
    }

    /** Returns the port it listens on. */
    public int port() {
        return port;
    }

    /** Returns the process id of the server that runs now. */
    public long pid() {
        return process.pid();
    }

    /** Returns the process that runs now, to wait for its end. */
    public Process process() {
        return process.process();
    }

    /** Returns where it is, as {@code redis://127.0.0.1:port}. */
    public URI uri() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    /** Returns the directory of its append-only file. */
    public Path dataDir() {
        return dataDir;
    }

    /** Returns its log file. */
    public Path log() {
        return dataDir.resolve("redis.log");
    }

    /** Tells whether its process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it by SIGKILL, as a crash would. */
    public void kill() {
        process.kill();
    }

    /** Freezes it by SIGSTOP: connections stay open and nothing answers. */
    public void pauseProcess() {
        process.signal("STOP");
    }

    /** Lets a frozen one go on. */
    public void continueProcess() {
        process.signal("CONT");
    }

    /** Starts it again, after an orderly stop when it still runs, on the same port and data. */
    public void restart() {
        stop();
        process = launch();
    }

    /** Stops it in order: what is to be kept is on disk when this returns. */
    public void stop() {
        if (process.isAlive()) {
            process.signal("CONT");
            process.stop("TERM", STOP);
        }
    }

    /** Runs one command on a connection of its own; null where Redis answers nil. */
    public @Nullable Object command(String... words) {
        try (RedisConnection connection = RedisConnection.open(uri(), Duration.ofSeconds(10))) {
            return connection.command(words);
        } catch (IOException e) {
            throw new IllegalStateException("Redis on port " + port + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (temporary) {
            process.kill();
            TemporaryDirectory.delete(dataDir);
        } else {
            stop();
        }
    }

    private ServerProcess launchOnAnyPort() {
        if (options.port() != 0) {
            port = options.port();
            return launch();
        }
        for (int attempt = 1; ; attempt++) {
            port = FreePorts.any();
            try {
                return launch();
            } catch (ServerStartException e) {
                // Somebody was quicker on that port.
                if (attempt == TRIES_FOR_A_FREE_PORT
                        || !LogTail.quote(log(), 15).contains("in use")) {
                    throw e;
                }
            }
        }
    }

    private ServerProcess launch() {
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new ServerStartException("Redis cannot keep its data in " + dataDir + ": " + e, e);
        }
        DataOwner.clear("Redis", dataDir);
        ServerProcess started = ServerProcess.start("Redis on port " + port, command(), dataDir, log(), temporary);
        DataOwner.write(dataDir, started.pid());
        started.awaitReady(START, () -> answersPing(started.pid()));
        return started;
    }

    private List<String> command() {
        Path program = options.executable() == null ? RedisExecutable.find() : options.executable();
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--dir", dataDir.toString()));
        command.addAll(List.of("--daemonize", "no", "--save", "", "--maxmemory-policy", "noeviction"));
        command.addAll(List.of("--appendonly", options.appendonly() ? "yes" : "no", "--appendfsync", "everysec"));
        if (options.maxmemory() != null) {
            command.addAll(List.of("--maxmemory", options.maxmemory()));
        }
        command.addAll(options.extraArguments());
        return command;
    }

    /** Another Redis may have the port while ours is about to give up on it. */
    private boolean answersPing(long pid) {
        try (RedisConnection connection = RedisConnection.open(uri(), PING)) {
            return "PONG".equals(connection.command("PING"))
                    && Objects.toString(connection.command("INFO", "server")).contains("process_id:" + pid + "\r");
        } catch (IOException notYet) {
            return false;
        }
    }
}
