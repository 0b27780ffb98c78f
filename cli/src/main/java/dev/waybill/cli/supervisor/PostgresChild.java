package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.StackState;
import dev.waybill.devstack.PostgresServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL of {@code up}. */
final class PostgresChild implements Child {

    private final PostgresServer.Options options;
    private final Path log;
    private @Nullable PostgresServer server;

    PostgresChild(Path dataDir, String password, int port, Path log) {
        this.options = PostgresServer.Options.durable(dataDir, password).withPort(port);
        this.log = log;
    }

    NamedServers.Database database() {
        return new NamedServers.Database(
                "jdbc:postgresql://127.0.0.1:" + options.port() + "/" + PostgresServer.DATABASE,
                PostgresServer.USER,
                options.password(),
                "embedded");
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public StackState.Kind kind() {
        return StackState.Kind.POSTGRES;
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
            server = PostgresServer.start(options);
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
