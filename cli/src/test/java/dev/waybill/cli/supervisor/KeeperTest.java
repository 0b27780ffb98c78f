package dev.waybill.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waybill.cli.stack.Events;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackState;
import dev.waybill.devstack.ServerStartException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private record Failing(Supplier<Process> how, Path log) implements Child {
        @Override
        public String name() {
            return "redis";
        }

        @Override
        public StackState.Kind kind() {
            return StackState.Kind.REDIS;
        }

        @Override
        public String place() {
            return "nowhere";
        }

        @Override
        public Process launch() {
            return how.get();
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public int startsAllowed() {
            return 1;
        }
    }

    private Throwable failure(Supplier<Process> how) {
        Home home = new Home(directory);
        home.prepare();
        Keeper keeper = new Keeper(
                new Failing(how, directory.resolve("redis.log")),
                new StateBoard(home, StackState.begun()),
                new Events(new PrintStream(said, true, StandardCharsets.UTF_8)));
        keeper.start();
        return catchThrowable(() -> keeper.firstReady().get(20, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void serverThatCannotBeStartedIsGivenUpWithItsSentence() {
        Throwable failure = failure(() -> {
            throw new ServerStartException("No redis-server runs here. Install one.");
        });
        assertThat(failure).hasMessageContaining("redis could not be started: No redis-server runs here. Install one.");
    }

    @Test
    void defectOfEachKindIsToldAtOnce() {
        Throwable failure = failure(() -> {
            throw new ExceptionInInitializerError("broken");
        });
        assertThat(failure).isInstanceOf(ExceptionInInitializerError.class);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("redis", "is no longer kept running", "broken");
    }
}
