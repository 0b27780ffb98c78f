package dev.waybill.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {

    @TempDir
    private Path root;

    private static final ProcessIdentity GONE =
            new ProcessIdentity(ProcessHandle.current().pid(), "another start");

    @Test
    void writtenStateIsReadBack() {
        // Given
        Home home = new Home(root);
        home.prepare();
        StackState state = state(ProcessIdentity.self());
        // When
        state.write(home);
        // Then
        assertThat(StackState.read(home)).contains(state);
    }

    @Test
    void onlyTheVeryProcessesThatWereNotedAreSurvivors() {
        StackState.Child here = new StackState.Child("here", StackState.Kind.REDIS, ProcessIdentity.self());
        StackState.Child gone = new StackState.Child("gone", StackState.Kind.SERVICE, GONE);
        StackState state = state(GONE).with(List.of(here, gone), List.of());
        assertThat(state.survivors()).containsExactly(here);
        assertThat(state.isSupervised()).isFalse();
    }

    @Test
    void unreadableStateIsNamed() throws IOException {
        Home home = new Home(root);
        home.prepare();
        Files.writeString(home.run().resolve("state.json"), "{ half of");
        assertThatThrownBy(() -> StackState.read(home))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("state.json cannot be read");
    }

    @Test
    void copyWhereNothingEverRanHasNoState() {
        assertThat(StackState.read(new Home(root))).isEmpty();
    }

    private static StackState state(ProcessIdentity supervisor) {
        return new StackState(
                StackState.Phase.READY,
                "",
                supervisor,
                List.of(new StackState.Child("redis", StackState.Kind.REDIS, ProcessIdentity.self())),
                List.of(new StackState.Service("queue-consumer", 1, 2, 3, true)),
                new StackState.Addresses("token", "password", "logs"),
                new StackState.Mail("i", "s", "a"),
                "redis://r",
                "jdbc:p",
                "http://c",
                "http://i");
    }
}
