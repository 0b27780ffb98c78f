package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A mailbox as the API lists it. Never a secret. */
record MailboxView(
        UUID id,
        String tenant,
        String address,
        String provider,
        String state,
        @Nullable Instant since,
        String lastError,
        @Nullable Instant nextTry,
        List<String> folders,
        Instant startAt,
        @Nullable Imap imap,
        @Nullable Api api) {

    /** How it is reached. */
    record Imap(String host, int port, String security, String username) {}

    /** A mailbox of Microsoft 365 or Gmail. {@code cloud}: of Microsoft 365; empty for Gmail. */
    record Api(String user, String cloud) {}

    static MailboxView of(Mailbox mailbox, Optional<MailboxHealth> health) {
        return new MailboxView(
                mailbox.id(),
                mailbox.tenant(),
                mailbox.address(),
                mailbox.provider().id(),
                state(mailbox, health).id(),
                health.map(MailboxHealth::since).orElse(null),
                health.map(MailboxHealth::lastError).orElse(""),
                health.flatMap(MailboxHealth::nextTry).orElse(null),
                mailbox.folders(),
                mailbox.startAt(),
                imap(mailbox.connection()),
                api(mailbox.connection()));
    }

    /** What a person decided stands over what a service saw last; a mailbox that nobody has tried yet counts as active. */
    private static MailboxState state(Mailbox mailbox, Optional<MailboxHealth> health) {
        if (mailbox.paused()) {
            return MailboxState.PAUSED;
        }
        return health.map(MailboxHealth::state)
                .filter(state -> state != MailboxState.PAUSED)
                .orElse(MailboxState.ACTIVE);
    }

    private static @Nullable Imap imap(Connection connection) {
        return switch (connection) {
            case Connection.Imap i ->
                new Imap(i.host(), i.port(), i.security().name().toLowerCase(Locale.ROOT), i.username());
            case Connection.Graph graph -> null;
            case Connection.Gmail gmail -> null;
        };
    }

    private static @Nullable Api api(Connection connection) {
        return switch (connection) {
            case Connection.Imap imap -> null;
            case Connection.Graph(GraphCloud cloud, String user) -> new Api(user, cloud.id());
            case Connection.Gmail(String user) -> new Api(user, "");
        };
    }
}
