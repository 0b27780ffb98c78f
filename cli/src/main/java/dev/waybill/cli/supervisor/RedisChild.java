package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.StackState;
import dev.waybill.devstack.RedisServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded Redis of {@code up}: every second on disk, never evicting. */
final class RedisChild implements Child {

    private final RedisServer.Options options;
    private final Path log;
    private @Nullable RedisServer server;

    RedisChild(Path dataDir, int port, Path log) {
        this.options = RedisServer.Options.durable().withDataDir(dataDir).withPort(port);
        this.log = log;
    }

    String uri() {
        return "redis://127.0.0.1:" + options.port();
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public StackState.Kind kind() {
        return StackState.Kind.REDIS;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public String place() {
        return "port " + options.port();
    }

    @Override
    public Process launch() {
        if (server == null) {
            server = RedisServer.start(options);
        } else {
            server.restart();
        }
        return server.process();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public int startsAllowed() {
        return 1;
    }
}
