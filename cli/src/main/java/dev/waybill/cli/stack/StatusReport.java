package dev.waybill.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What {@code status} shows of a state. */
final class StatusReport {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private StatusReport() {}

    /** The JSON shape that scripts rely on. */
    record Shape(
            boolean running,
            String phase,
            List<StackState.Service> services,
            String redis,
            String postgres,
            StackState.Mail mail,
            String console,
            String ingress) {}

    static String json(StackState state) {
        boolean running = state.isSupervised();
        return write(new Shape(
                running,
                state.phase().name().toLowerCase(Locale.ROOT),
                state.services(),
                state.redis(),
                state.postgres(),
                state.mail(),
                state.console(),
                state.ingress()));
    }

    static String jsonOfNothing() {
        return write(new Shape(false, "stopped", List.of(), "", "", new StackState.Mail("", "", ""), "", ""));
    }

    private static String write(Shape shape) {
        try {
            return JSON.writeValueAsString(shape);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings always has a JSON form", e);
        }
    }

    /** Beneath each service stands what it says is wrong. */
    static List<String> lines(StackState state, Function<StackState.Service, List<String>> problems) {
        List<String> lines = new ArrayList<>();
        for (StackState.Service service : state.services()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-17s %-10s pid %-8s port %-6s management port %d",
                    service.name(),
                    service.ready() ? "ready" : "not ready",
                    service.pid() == 0 ? "-" : Long.toString(service.pid()),
                    service.port() == 0 ? "-" : Integer.toString(service.port()),
                    service.managementPort()));
            problems.apply(service).forEach(problem -> lines.add("  " + problem));
        }
        lines.add(String.format(Locale.ROOT, "%-17s %s", "redis", state.redis()));
        lines.add(String.format(Locale.ROOT, "%-17s %s", "postgres", state.postgres()));
        lines.add(String.format(
                Locale.ROOT,
                "%-17s SMTP %s, IMAP %s, mailbox %s",
                "mail",
                state.mail().smtp(),
                state.mail().imap(),
                state.mail().address()));
        lines.add(String.format(Locale.ROOT, "%-17s %s", "console", state.console()));
        return lines;
    }
}
