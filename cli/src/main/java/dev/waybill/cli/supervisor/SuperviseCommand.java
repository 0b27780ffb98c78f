package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.Events;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackFailure;
import dev.waybill.cli.stack.StackState;
import dev.waybill.cli.stack.StopSequence;
import dev.waybill.devstack.ProcessIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The supervisor's own process, which {@code up} starts; not for people. */
@Command(name = "supervise", hidden = true, description = "Run the stack; ./waybill up starts this.")
public final class SuperviseCommand implements Callable<Integer> {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(95);

    @Option(names = "--fresh")
    private boolean fresh;

    @Option(names = "--new-keyset")
    private boolean newKeyset;

    @Option(names = "--attached", paramLabel = "PID:START", description = "Stop when that process is gone.")
    private String attached = "";

    private final Events events = new Events(System.out);

    @Override
    public Integer call() throws InterruptedException {
        Home home = Home.here(System.getenv());
        try {
            home.prepare();
            try (FileChannel lockFile = FileChannel.open(
                            home.dot().resolve("supervisor.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = lockFile.tryLock()) {
                if (lock == null) {
                    events.say("waybill", "another supervisor runs here already");
                    return 1;
                }
                return supervise(home);
            }
        } catch (StackFailure e) {
            events.say("waybill", e.sentence());
            StackState.begun().in(StackState.Phase.FAILED, e.sentence()).write(home);
            return 1;
        } catch (IOException e) {
            events.say("waybill", "the lock in " + home.dot() + " cannot be taken: " + e.getMessage());
            return 1;
        }
    }

    private int supervise(Home home) throws InterruptedException {
        stopLeftovers(home);
        if (fresh) {
            home.empty();
            home.prepare();
            events.say("waybill", "emptied " + home.dot() + ": data, secrets and logs of earlier runs are deleted");
        }
        notePid(home);
        StateBoard board = new StateBoard(home, StackState.begun());
        Supervisor supervisor = new Supervisor(home, events, System.getenv(), board);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopInOrder(supervisor), "stop-in-order"));
        stopWithTerminal(supervisor);
        return supervisor.run(newKeyset);
    }

    /** The launcher looks there: it changes no program under a running stack. */
    private static void notePid(Home home) {
        try {
            Files.writeString(
                    home.run().resolve("supervisor.pid"),
                    ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            throw new StackFailure(home.run() + " cannot be written: " + e.getMessage() + ". Is the disk full?", e);
        }
    }

    /** What a killed supervisor left running is stopped first, by pid and start time. */
    private void stopLeftovers(Home home) {
        List<StackState.Child> leftovers =
                StackState.read(home).map(StackState::survivors).orElse(List.of());
        if (!leftovers.isEmpty()) {
            events.say(
                    "waybill",
                    "an earlier supervisor was killed; stopping the " + leftovers.size()
                            + " processes that it left running");
            new StopSequence(events::say).stop(leftovers);
        }
    }

    private static void stopInOrder(Supervisor supervisor) {
        supervisor.requestStop("asked by a signal");
        try {
            if (!supervisor.awaitFinished(STOP_PATIENCE)) {
                System.out.println("The stop took too long; what still runs is in .waybill/run/state.json.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopWithTerminal(Supervisor supervisor) {
        Optional<ProcessIdentity> terminal = terminal();
        terminal.ifPresent(process -> Thread.ofVirtual().name("watch-terminal").start(() -> {
            process.alive().ifPresent(handle -> handle.onExit().join());
            supervisor.requestStop("./waybill up has ended");
        }));
    }

    private Optional<ProcessIdentity> terminal() {
        int colon = attached.indexOf(':');
        return colon <= 0
                ? Optional.empty()
                : Optional.of(new ProcessIdentity(
                        Long.parseLong(attached.substring(0, colon)), attached.substring(colon + 1)));
    }
}
