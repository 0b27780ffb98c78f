package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ScriptedImapServer.Options;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ImapSession;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** after_processing on a server that has neither MOVE (RFC 6851) nor UIDPLUS (RFC 4315), as Courier and old Exchange servers. */
@Timeout(30)
class BareServersTest {
    private static final Options BARE = Options.usual().withCapabilities("IMAP4rev1 AUTH=PLAIN", "IMAP4rev1");

    private static boolean change(ScriptedServer server, AfterProcessing how) throws Exception {
        try (ImapSession session = server.connect()) {
            long validity = session.examine("INBOX").status().uidValidity();
            return session.change("INBOX", validity, new TreeSet<>(Set.of(1L, 3L)), how);
        }
    }

    @Test
    void deletedMailsStayMarkedAndNothingIsExpunged() throws Exception {
        try (ScriptedServer server = new ScriptedServer(BARE, ImapScript.none())) {
            // When
            boolean changed = change(server, new AfterProcessing.Delete());

            // Then
            assertThat(changed).isTrue();
            assertThat(server.inbox().all()).containsExactly(1L, 2L, 3L);
            assertThat(server.inbox().flags(1)).contains("\\Deleted");
            assertThat(server.inbox().flags(3)).contains("\\Deleted");
            assertThat(server.commands()).noneMatch(command -> command.contains("EXPUNGE"));
        }
    }

    @Test
    void movedMailsAreCopiedAndStayMarked() throws Exception {
        try (ScriptedServer server = new ScriptedServer(BARE, ImapScript.none())) {
            // Given
            var done = server.folder("Done");

            // When
            boolean changed = change(server, new AfterProcessing.Move("Done"));

            // Then
            assertThat(changed).isTrue();
            assertThat(done.count()).isEqualTo(2);
            assertThat(server.inbox().all()).containsExactly(1L, 2L, 3L);
            assertThat(server.inbox().flags(1)).contains("\\Deleted");
            assertThat(server.commands())
                    .noneMatch(command -> command.contains("EXPUNGE") || command.startsWith("UID MOVE"))
                    .anyMatch(command -> command.startsWith("UID COPY 1,3"));
        }
    }
}
