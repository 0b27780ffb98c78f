package dev.waybill.cli.admin;

import dev.waybill.cli.admin.SmtpDelivery.SmtpServer;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackFailure;
import dev.waybill.cli.stack.StackState;
import dev.waybill.cli.stack.StackState.Phase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the servers to talk to: by options, else by the environment, else by what {@code waybill up} wrote down here. */
final class AdminServers {
    private final Map<String, String> environment;
    private final Home home;

    AdminServers(Map<String, String> environment, Home home) {
        this.environment = environment;
        this.home = home;
    }

    static AdminServers here() {
        return new AdminServers(System.getenv(), Home.here(System.getenv()));
    }

    AdminServer find(@Nullable String urlOption, @Nullable Path tokenFileOption) {
        Optional<String> named = given(urlOption).or(() -> given(environment.get("WAYBILL_URL")));
        URI url = named.map(AdminServers::url).orElseGet(this::running);
        Token token = token(tokenFileOption);
        return new AdminServer(url, named.isEmpty(), token.value(), token.source());
    }

    private record Token(String value, String source) {
        @Override
        public String toString() {
            return "Token[" + source + "]";
        }
    }

    private Token token(@Nullable Path option) {
        if (option != null) {
            return fromFile(option);
        }
        Optional<String> value = given(environment.get("WAYBILL_ADMIN_TOKEN"));
        if (value.isPresent()) {
            return new Token(value.get(), "WAYBILL_ADMIN_TOKEN");
        }
        Optional<String> file = given(environment.get("WAYBILL_ADMIN_TOKEN_FILE"));
        if (file.isPresent()) {
            return fromFile(Path.of(file.get()));
        }
        Path made = home.secrets().resolve("admin-token");
        if (Files.isReadable(made)) {
            return fromFile(made);
        }
        throw VerbFailure.failed(
                "no admin token: set WAYBILL_ADMIN_TOKEN or WAYBILL_ADMIN_TOKEN_FILE, give --token-file,"
                        + " or start Waybill here with ./waybill up, which makes one");
    }

    private static Token fromFile(Path file) {
        return new Token(SmallFile.secret(file), file.toString());
    }

    private URI running() {
        return state().services().stream()
                .filter(service -> service.name().equals("queue-consumer") && service.port() > 0)
                .findFirst()
                .map(service -> URI.create("http://127.0.0.1:" + service.port()))
                .orElseThrow(() -> VerbFailure.failed(AdminServer.NOT_RUNNING));
    }

    /** Where the demo mail server takes mail. */
    SmtpServer smtp() {
        return SmtpServer.parse(required(state().mail().smtp()));
    }

    /** The mailbox that {@code waybill up} connected. */
    String demoMailbox() {
        return required(state().mail().address());
    }

    private static String required(@Nullable String value) {
        return given(value)
                .orElseThrow(() -> VerbFailure.failed(
                        "Waybill runs here without a demo mail server; name one with --smtp and --to"));
    }

    private StackState state() {
        try {
            return StackState.read(home)
                    .filter(state -> state.phase() != Phase.STOPPED && state.phase() != Phase.FAILED)
                    .orElseThrow(() -> VerbFailure.failed(AdminServer.NOT_RUNNING));
        } catch (StackFailure e) {
            throw VerbFailure.failed(e.sentence());
        }
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw VerbFailure.usage(notAnAddress(text));
        }
        throw VerbFailure.usage(notAnAddress(text));
    }

    private static String notAnAddress(String text) {
        return "'" + text + "' is not an address; write for example http://localhost:8080";
    }

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(v -> !v.isBlank());
    }
}
