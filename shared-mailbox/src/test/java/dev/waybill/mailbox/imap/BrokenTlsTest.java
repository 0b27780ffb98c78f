package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.ServerTls;
import dev.waybill.devstack.imap.ImapConversation;
import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.devstack.imap.ScriptedImapServer.Options;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection under TLS that ends in the middle of a mail, with and without TLS's goodbye: half a mail is never taken for one. */
@Timeout(30)
class BrokenTlsTest {
    private static final SortedSet<Long> ALL = new TreeSet<>(List.of(1L, 2L, 3L));

    private final ServerTls tls = new ServerTls();
    private final ScriptedImapServer server =
            ScriptedImapServer.start(Options.usual().withTls(tls.context()), ImapScript.none());

    enum End {
        /** TLS's close_notify, then FIN. */
        HANG_UP {
            @Override
            void end(ImapConversation with) throws IOException {
                with.hangUp();
            }
        },
        /** FIN alone, as of somebody who cuts mails short. */
        TRUNCATE {
            @Override
            void end(ImapConversation with) throws IOException {
                with.truncate();
            }
        },
        RESET {
            @Override
            void end(ImapConversation with) throws IOException {
                with.cut();
            }
        };

        abstract void end(ImapConversation with) throws IOException;
    }

    @AfterEach
    void stop() {
        server.close();
        tls.close();
    }

    private ImapSession connect() throws MailboxAccessException {
        return ImapServerUnderTest.sessions(ScriptedServer.impatient().withCaFile(tls.certificate()))
                .connect(ImapServerUnderTest.mailbox("localhost", server.port(), Security.TLS));
    }

    @ParameterizedTest
    @EnumSource
    void halfAMailIsNoMailAndTheNextConnectionBringsAll(End end) throws Exception {
        // Given
        server.folder(ImapServerUnderTest.USER, "INBOX").deliver(3);
        server.behave((tag, command, with) -> {
            if (!command.contains("BODY.PEEK")) {
                return false;
            }
            with.say("* 1 FETCH (UID 1 BODY[] \"whole\")");
            with.sayRaw("* 2 FETCH (UID 2 BODY[] {500}\r\nFrom: half".getBytes(StandardCharsets.US_ASCII));
            end.end(with);
            return true;
        });
        List<Long> came = new ArrayList<>();

        // When
        try (ImapSession session = connect()) {
            ImapFolder folder = session.examine("INBOX");
            MailboxAccessException failure = catchThrowableOfType(
                    MailboxAccessException.class, () -> folder.download(ALL, 100_000, (uid, raw) -> came.add(uid)));

            // Then
            assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(failure.reason()).isEqualTo("connection_lost");
            assertThat(came).containsExactly(1L);
        }

        // When
        server.behave(ImapScript.none());
        came.clear();
        try (ImapSession session = connect()) {
            session.examine("INBOX").download(ALL, 100_000, (uid, raw) -> came.add(uid));
        }

        // Then
        assertThat(came).containsExactly(1L, 2L, 3L);
    }
}
