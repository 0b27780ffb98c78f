package dev.waybill.cli.stack;

import dev.waybill.devstack.LogTail;
import dev.waybill.devstack.ProcessIdentity;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb that starts everything and, in the foreground, shows what happens until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Start Redis, PostgreSQL, a demo mail server, simulators and the three services.")
final class UpCommand implements Callable<Integer> {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(100);
    private static final long POLL_MILLIS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--background", description = "Return once everything is ready.")
    private boolean background;

    @Option(names = "--fresh", description = "Start empty: delete data, secrets and logs under .waybill first.")
    private boolean fresh;

    @Option(
            names = "--new-keyset",
            description = "Go on without the lost keyset: passwords of mailboxes must be given again.")
    private boolean newKeyset;

    @Option(names = "--json", description = "Print JSON once ready; progress goes to standard error.")
    private boolean json;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean interrupted;

    @Override
    public Integer call() throws InterruptedException {
        return Verb.guard(spec, () -> {
            Home home = Home.here(System.getenv());
            Optional<StackState> running = StackState.read(home).filter(StackState::isSupervised);
            if (running.isPresent()) {
                return joinRunning(home, running.get());
            }
            home.prepare();
            EventTail tail = EventTail.fromNow(home.log("supervisor"));
            Process supervisor = Detached.start(home, arguments());
            return follow(home, supervisor.toHandle(), tail, "Waybill runs.", !background);
        });
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (fresh) {
            arguments.add("--fresh");
        }
        if (newKeyset) {
            arguments.add("--new-keyset");
        }
        if (!background) {
            ProcessIdentity self = ProcessIdentity.self();
            arguments.add("--attached=" + self.pid() + ":" + self.started());
        }
        return arguments;
    }

    private int joinRunning(Home home, StackState state) throws InterruptedException {
        if (fresh || newKeyset) {
            throw new StackFailure("Waybill runs already (process "
                    + state.supervisor().pid() + "). Run ./waybill down first, then this again.");
        }
        if (state.phase() == StackState.Phase.STOPPING) {
            throw new StackFailure("Waybill is being stopped; run ./waybill up again in a moment.");
        }
        ProcessHandle supervisor = state.supervisor().alive().orElseThrow();
        return follow(
                home,
                supervisor,
                EventTail.fromNow(home.log("supervisor")),
                "Waybill runs already, since before (process " + supervisor.pid() + ").",
                false);
    }

    private int follow(Home home, ProcessHandle supervisor, EventTail tail, String headline, boolean stay)
            throws InterruptedException {
        Thread onInterrupt = new Thread(() -> stopAll(supervisor), "stop-on-interrupt");
        if (stay) {
            Runtime.getRuntime().addShutdownHook(onInterrupt);
        }
        try {
            boolean announced = false;
            while (supervisor.isAlive()) {
                tail.read(this::progress);
                if (!announced && isReady(home, supervisor)) {
                    announced = true;
                    announce(home, headline, stay);
                    if (!stay) {
                        return 0;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            tail.read(this::progress);
            return ended(home, supervisor);
        } finally {
            done.countDown();
        }
    }

    private static boolean isReady(Home home, ProcessHandle supervisor) {
        return StackState.read(home)
                .filter(state -> state.supervisor().pid() == supervisor.pid())
                .filter(state -> state.phase() == StackState.Phase.READY)
                .isPresent();
    }

    private void announce(Home home, String headline, boolean stay) {
        StackState state = StackState.read(home).orElseThrow();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(StatusReport.json(state));
        } else {
            Summary.lines(state, headline).forEach(out::println);
            out.println(stay ? "Ctrl-C stops everything." : "./waybill down stops everything.");
        }
        out.flush();
    }

    private int ended(Home home, ProcessHandle supervisor) {
        StackState state = StackState.read(home)
                .filter(read -> read.supervisor().pid() == supervisor.pid())
                .orElse(null);
        if (state != null && state.phase() == StackState.Phase.STOPPED) {
            return interrupted ? 130 : 0;
        }
        if (state != null && state.phase() == StackState.Phase.FAILED) {
            throw new StackFailure(state.message());
        }
        Optional<StackState> other = StackState.read(home).filter(StackState::isSupervised);
        if (other.isPresent()) {
            throw new StackFailure("Another ./waybill up was quicker (process "
                    + other.get().supervisor().pid() + "); ./waybill status shows it.");
        }
        throw new StackFailure("The supervisor ended without a word. " + LogTail.quote(home.log("supervisor"), 15));
    }

    private void stopAll(ProcessHandle supervisor) {
        interrupted = true;
        supervisor.destroy();
        try {
            if (!done.await(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                spec.commandLine().getErr().println("Waybill did not stop in time; ./waybill down ends it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void progress(String line) {
        Events.shown(line).ifPresent(shown -> {
            PrintWriter to =
                    json ? spec.commandLine().getErr() : spec.commandLine().getOut();
            to.println(shown);
            to.flush();
        });
    }
}
