package dev.waybill.cli.stack;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb that tells what runs here and whether it is ready, asked anew. Exit status 1 unless everything is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show what runs here; exit status 1 unless everything is ready.")
final class StatusCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        return Verb.guard(spec, () -> {
            PrintWriter out = spec.commandLine().getOut();
            StackState recorded = StackState.read(Home.here(System.getenv())).orElse(null);
            if (recorded == null || !recorded.isSupervised()) {
                return notSupervised(out, recorded);
            }
            StackState state = asked(recorded);
            if (json) {
                out.println(StatusReport.json(state));
            } else {
                StatusReport.lines(state, StatusCommand::problems).forEach(out::println);
            }
            out.flush();
            boolean ready = state.phase() == StackState.Phase.READY
                    && state.services().stream().allMatch(StackState.Service::ready);
            return ready ? 0 : 1;
        });
    }

    private static List<String> problems(StackState.Service service) {
        return service.pid() == 0
                ? List.of("does not run; the supervisor starts it again, see ./waybill logs " + service.name())
                : HealthProbe.problems(service.managementPort());
    }

    private int notSupervised(PrintWriter out, @Nullable StackState recorded) {
        List<String> survivors = recorded == null
                ? List.of()
                : recorded.survivors().stream()
                        .map(child ->
                                child.name() + " (process " + child.process().pid() + ")")
                        .toList();
        if (json) {
            out.println(recorded == null ? StatusReport.jsonOfNothing() : StatusReport.json(asked(recorded)));
        } else if (survivors.isEmpty()) {
            out.println("Waybill is not running here; start it with ./waybill up");
        } else {
            out.println("The supervisor is gone, and what it started still runs: " + String.join(", ", survivors)
                    + ". ./waybill up takes over from there, ./waybill down stops it.");
        }
        out.flush();
        return 1;
    }

    private static StackState asked(StackState state) {
        List<Long> alive =
                state.survivors().stream().map(child -> child.process().pid()).toList();
        List<StackState.Service> now = state.services().stream()
                .map(service -> alive.contains(service.pid())
                        ? new StackState.Service(
                                service.name(),
                                service.pid(),
                                service.port(),
                                service.managementPort(),
                                HealthProbe.isReady(service.managementPort()))
                        : new StackState.Service(service.name(), 0, service.port(), service.managementPort(), false))
                .toList();
        return state.with(state.processes(), now);
    }
}
