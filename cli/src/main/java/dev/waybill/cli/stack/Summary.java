package dev.waybill.cli.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code up} says once everything is ready: where things are and what to do next. */
final class Summary {

    private Summary() {}

    static List<String> lines(StackState state, String headline) {
        List<String> lines = new ArrayList<>();
        lines.add(headline);
        lines.add(line("Console", state.console() + "/console/"));
        lines.add(line("Sign-in token", "in " + state.addresses().tokenFile()));
        lines.add(line("Ingress", state.ingress() + "/webhooks/imap"));
        lines.add(line(
                "Demo mail server",
                "SMTP " + state.mail().smtp() + ", IMAP " + state.mail().imap()));
        lines.add(line(
                "Demo mailbox",
                state.mail().address() + ", password in " + state.addresses().demoPasswordFile()));
        lines.add(line("", "demo@graph.localhost and demo@gmail.localhost, at simulators"));
        lines.add(line("Redis", state.redis()));
        lines.add(line("PostgreSQL", state.postgres()));
        lines.add(line("Logs", "./waybill logs SERVICE, in " + state.addresses().logs()));
        lines.add("Next: ./waybill send FILE.eml, then ./waybill ticket list");
        return lines;
    }

    private static String line(String what, String where) {
        return String.format(Locale.ROOT, "  %-20s %s", what, where);
    }
}
