package dev.waybill.cli.stack;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.waybill.devstack.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What runs, as the supervisor notes it in {@code .waybill/run/state.json} at every change. It is written whole and
 * moved into place, so that a reader never sees half of it.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StackState(
        Phase phase,
        String message,
        ProcessIdentity supervisor,
        List<Child> processes,
        List<Service> services,
        Addresses addresses,
        Mail mail,
        String redis,
        String postgres,
        String console,
        String ingress) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Where the stack is in its life. */
    public enum Phase {
        STARTING,
        READY,
        STOPPING,
        STOPPED,
        FAILED
    }

    /** What a child is, which decides how it is asked to stop. */
    public enum Kind {
        SERVICE,
        REDIS,
        POSTGRES
    }

    /** A process that the supervisor started. */
    public record Child(String name, Kind kind, ProcessIdentity process) {}

    /** A service, its ports, and whether it said it is ready. Pid 0: it does not run now; port 0: it has none. */
    public record Service(String name, long pid, int port, int managementPort, boolean ready) {}

    /** The demo mail server as {@code host:port}, and its mailbox. */
    public record Mail(String imap, String smtp, String address) {}

    /** Where a person finds what {@code up} made. */
    public record Addresses(String tokenFile, String demoPasswordFile, String logs) {}

    /** Copies the lists. */
    public StackState {
        processes = List.copyOf(processes);
        services = List.copyOf(services);
    }

    /** Returns what this process, a supervisor that has just begun, has to tell: nothing runs, nothing has an address. */
    public static StackState begun() {
        return new StackState(
                Phase.STARTING,
                "",
                ProcessIdentity.self(),
                List.of(),
                List.of(),
                new Addresses("", "", ""),
                new Mail("", "", ""),
                "",
                "",
                "",
                "");
    }

    /** Tells whether the supervisor that wrote this still runs. */
    @JsonIgnore
    public boolean isSupervised() {
        return supervisor.alive().isPresent();
    }

    /** Returns the recorded processes that still run: the very same ones, not others with their pids. */
    public List<Child> survivors() {
        return processes.stream()
                .filter(child -> child.process().alive().isPresent())
                .toList();
    }

    /** Returns the same in another phase. */
    public StackState in(Phase next, String why) {
        return new StackState(
                next, why, supervisor, processes, services, addresses, mail, redis, postgres, console, ingress);
    }

    /** Returns the same with these processes and services. */
    public StackState with(List<Child> running, List<Service> listed) {
        return new StackState(
                phase, message, supervisor, running, listed, addresses, mail, redis, postgres, console, ingress);
    }

    /** Reads the state of a copy; none when {@code up} never ran there. */
    public static Optional<StackState> read(Home home) {
        Path file = file(home);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), StackState.class));
        } catch (IOException e) {
            throw new StackFailure(
                    "%s cannot be read (%s). If Waybill does not run, delete that file and go on."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /** Writes the state of a copy. */
    public void write(Home home) {
        Path temporary = home.run().resolve("state.json.tmp");
        try {
            JSON.writeValue(temporary.toFile(), this);
            Files.move(temporary, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StackFailure(
                    "%s cannot be written (%s). Is the disk full?".formatted(file(home), e.getMessage()), e);
        }
    }

    private static Path file(Home home) {
        return home.run().resolve("state.json");
    }
}
