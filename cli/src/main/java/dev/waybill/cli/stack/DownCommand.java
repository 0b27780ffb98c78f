package dev.waybill.cli.stack;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The verb that stops exactly what {@code up} started here, also when the supervisor is gone. */
@Command(name = "down", mixinStandardHelpOptions = true, description = "Stop everything that `up` started here.")
final class DownCommand implements Callable<Integer> {

    /** The services' 30 s, Redis' and PostgreSQL's 20 s each, and some. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final long POLL_MILLIS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return Verb.guard(spec, () -> {
            Home home = Home.here(System.getenv());
            StackState state = StackState.read(home).orElse(null);
            PrintWriter out = spec.commandLine().getOut();
            if (state == null || (!state.isSupervised() && state.survivors().isEmpty())) {
                out.println("Waybill is not running here; nothing to stop.");
                return 0;
            }
            List<StackState.Child> running = state.survivors();
            if (state.isSupervised()) {
                askSupervisor(home, state);
            }
            stopSurvivors(home);
            out.println("Stopped: "
                    + String.join(
                            ", ", running.stream().map(StackState.Child::name).toList())
                    + (running.isEmpty() ? "the supervisor." : "."));
            out.flush();
            return 0;
        });
    }

    private void askSupervisor(Home home, StackState state) throws InterruptedException {
        ProcessHandle supervisor = state.supervisor().alive().orElse(null);
        if (supervisor == null) {
            return;
        }
        EventTail tail = EventTail.fromNow(home.log("supervisor"));
        supervisor.destroy();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (state.isSupervised() && System.nanoTime() < deadline) {
            tail.read(this::show);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        tail.read(this::show);
        if (state.isSupervised()) {
            spec.commandLine()
                    .getErr()
                    .println("The supervisor did not end within " + PATIENCE.toSeconds() + " s and is killed.");
            supervisor.destroyForcibly();
        }
    }

    /** What a killed supervisor left behind: nothing, after an orderly end. */
    private void stopSurvivors(Home home) {
        StackState state = StackState.read(home).orElseThrow();
        List<StackState.Child> survivors = state.survivors();
        if (!survivors.isEmpty()) {
            Events events = new Events(new PrintStream(System.out, true));
            new StopSequence(events::say).stop(survivors);
            state.with(List.of(), state.services())
                    .in(StackState.Phase.STOPPED, "stopped by ./waybill down after the supervisor was gone")
                    .write(home);
        }
    }

    private void show(String line) {
        Events.shown(line).ifPresent(shown -> {
            spec.commandLine().getOut().println(shown);
            spec.commandLine().getOut().flush();
        });
    }
}
