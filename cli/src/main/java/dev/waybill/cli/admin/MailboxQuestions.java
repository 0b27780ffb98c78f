package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a person for what a new mailbox needs; what they type as password is not shown. */
final class MailboxQuestions {
    private final Person person;

    MailboxQuestions(Person person) {
        this.person = person;
    }

    /** Who answers. */
    interface Person {
        /** The answer without blanks around it; empty for none. */
        String answer(String prompt);

        /** As {@link #answer}, without an echo. */
        String secret(String prompt);
    }

    /** The person at this terminal; a usage error where there is none. */
    static MailboxQuestions onConsole() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> new MailboxQuestions(new Terminal(console)))
                .orElseThrow(() -> VerbFailure.usage("there is no terminal to ask at: give the address, --host and"
                        + " --password-file or --password-stdin, or --json FILE"));
    }

    ObjectNode ask() {
        String address = required("Mail address");
        ObjectNode request = Screen.JSON.createObjectNode().put("address", address);
        String server = required("IMAP server (or graph, gmail: by their APIs; microsoft, google: IMAP with OAuth)");
        if (server.equals("graph") || server.equals("gmail")) {
            request.putObject(server);
            request.set("oauth", oauth(server.equals("graph") ? "microsoft" : "google"));
            return rest(request);
        }
        if (server.equals("microsoft") || server.equals("google")) {
            request.set("oauth", oauth(server));
            return rest(request);
        }
        ObjectNode imap = request.putObject("imap").put("host", server);
        String security = optional("Encryption (tls, starttls, none)", "tls");
        imap.put("security", security);
        imap.put("port", port(security.equals("tls") ? "993" : "143"));
        imap.put("username", optional("User name", address));
        return rest(request.put("password", password()));
    }

    private ObjectNode oauth(String provider) {
        ObjectNode oauth = Screen.JSON.createObjectNode().put("provider", provider);
        boolean microsoft = provider.equals("microsoft");
        if (microsoft) {
            oauth.put("tenant", required("Tenant (id or domain)"));
        }
        oauth.put("clientId", required("Client id of the application"));
        oauth.put("clientSecret", person.secret("Client secret: "));
        String token = person.secret(
                microsoft ? "Refresh token (none: the application itself has access): " : "Refresh token: ");
        return token.isEmpty() ? oauth : oauth.put("refreshToken", token);
    }

    private ObjectNode rest(ObjectNode request) {
        request.putArray("folders").add(optional("Folder to watch", "INBOX"));
        return request.put("since", optional("Process mail since (now, all, 7d, a date-time)", "now"));
    }

    String password() {
        String password = person.secret("Password: ");
        if (password.isEmpty()) {
            throw VerbFailure.usage("no password was given");
        }
        return password;
    }

    private int port(String usual) {
        String port = optional("Port", usual);
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw VerbFailure.usage("'" + port + "' is not a port number");
        }
    }

    private String required(String what) {
        String answer = person.answer(what + ": ");
        if (answer.isEmpty()) {
            throw VerbFailure.usage(what + " is needed");
        }
        return answer;
    }

    private String optional(String what, String usual) {
        String answer = person.answer(what + " [" + usual + "]: ");
        return answer.isEmpty() ? usual : answer;
    }

    private record Terminal(Console console) implements Person {
        @Override
        public String answer(String prompt) {
            return given(console.readLine("%s", prompt)).strip();
        }

        @Override
        public String secret(String prompt) {
            char[] typed = console.readPassword("%s", prompt);
            return given(typed == null ? null : new String(typed));
        }

        private static String given(@Nullable String typed) {
            if (typed == null) {
                throw VerbFailure.failed("the input ended before everything was answered; nothing was changed");
            }
            return typed;
        }
    }
}
