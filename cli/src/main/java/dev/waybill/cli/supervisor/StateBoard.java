package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackState;
import dev.waybill.devstack.ProcessIdentity;
import java.util.ArrayList;
import java.util.List;

/** The state of the stack, changed by one keeper at a time and written at every change. */
final class StateBoard {

    private final Home home;
    private StackState state;

    StateBoard(Home home, StackState first) {
        this.home = home;
        this.state = first;
        first.write(home);
    }

    synchronized StackState state() {
        return state;
    }

    synchronized void phase(StackState.Phase phase, String why) {
        replace(state.in(phase, why));
    }

    synchronized void addresses(StackState planned) {
        replace(planned.with(state.processes(), planned.services()));
    }

    synchronized void started(Child child, ProcessIdentity process) {
        List<StackState.Child> running = without(child.name());
        running.add(new StackState.Child(child.name(), child.kind(), process));
        replace(state.with(running, services(child.name(), process.pid(), false)));
    }

    synchronized void ready(Child child, long pid) {
        replace(state.with(state.processes(), services(child.name(), pid, true)));
    }

    synchronized void ended(Child child) {
        replace(state.with(without(child.name()), services(child.name(), 0, false)));
    }

    private List<StackState.Child> without(String name) {
        List<StackState.Child> others = new ArrayList<>(state.processes());
        others.removeIf(recorded -> recorded.name().equals(name));
        return others;
    }

    private List<StackState.Service> services(String name, long pid, boolean ready) {
        return state.services().stream()
                .map(service -> service.name().equals(name)
                        ? new StackState.Service(name, pid, service.port(), service.managementPort(), ready)
                        : service)
                .toList();
    }

    private void replace(StackState next) {
        state = next;
        next.write(home);
    }
}
