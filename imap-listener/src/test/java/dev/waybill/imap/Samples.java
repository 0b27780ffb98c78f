package dev.waybill.imap;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Mailboxes and settings for tests. */
final class Samples {
    static final UUID ID = UUID.fromString("6f1f3f0e-3b7c-4f6f-9d55-0d6c6a6a0001");

    private Samples() {}

    static Mailbox mailbox(Instant startAt, String... folders) {
        return mailbox(ID, startAt, 1, false, folders);
    }

    static Mailbox mailbox(UUID id, Instant startAt, long version, boolean paused, String... folders) {
        return new Mailbox(
                id,
                "default",
                "support@example.com",
                new Connection.Imap("mail.example", 993, Connection.Security.TLS, "support"),
                List.of(folders),
                startAt,
                paused,
                new AfterProcessing.Keep(),
                version);
    }

    /** With a seed whose first IDLEs last minutes: {@link FakeImapSession} lets short ones pass at once, as pauses. */
    static WatchSettings settings() {
        return new WatchSettings(
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(7),
                new Random(46));
    }
}
