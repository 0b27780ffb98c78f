package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What after_processing does on any IMAP server. */
@Timeout(60)
interface ImapChangeContract extends OnAnImapServer {
    @Test
    default void onlyTheNamedMailsAreMarkedSeen() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 5));
        try (ImapSession session = connect()) {
            long validity = session.examine(folder).status().uidValidity();

            // When
            boolean changed = session.change(
                    folder, validity, OnAnImapServer.set(uids.subList(0, 2)), new AfterProcessing.MarkSeen());

            // Then
            assertThat(changed).isTrue();
            assertThat(session.examine(folder).status().messages()).isEqualTo(5);
        }
        assertThat(server().unseen(folder)).isEqualTo(3);
    }

    @Test
    default void movedMailsLieInTheTargetOnceHoweverOftenTheyAreMoved() throws Exception {
        // Given
        String folder = server().freshFolder();
        String target = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 4));
        try (ImapSession session = connect()) {
            long validity = session.examine(folder).status().uidValidity();

            // When
            for (int again = 0; again < 2; again++) {
                session.change(
                        folder,
                        validity,
                        OnAnImapServer.set(uids.get(0), uids.get(2)),
                        new AfterProcessing.Move(target));
            }

            // Then
            assertThat(session.examine(folder).uids(1, Long.MAX_VALUE)).containsExactly(uids.get(1), uids.get(3));
            assertThat(session.examine(target).status().messages()).isEqualTo(2);
        }
    }

    @Test
    default void deletedMailsAreGoneAndTheirNeighboursAreNot() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 4));
        try (ImapSession session = connect()) {
            long validity = session.examine(folder).status().uidValidity();

            // When
            session.change(
                    folder, validity, OnAnImapServer.set(uids.get(0), uids.get(3)), new AfterProcessing.Delete());

            // Then
            assertThat(session.examine(folder).uids(1, Long.MAX_VALUE)).containsExactly(uids.get(1), uids.get(2));
        }
    }

    @Test
    default void mailsThatWereRenumberedAreLeftAlone() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 2));
        try (ImapSession session = connect()) {
            long other = session.examine(folder).status().uidValidity() + 1;

            // When
            boolean changed = session.change(folder, other, OnAnImapServer.set(uids), new AfterProcessing.Delete());

            // Then
            assertThat(changed).isFalse();
            assertThat(session.examine(folder).status().messages()).isEqualTo(2);
        }
    }

    @Test
    default void targetThatIsNotThereLeavesTheMailsAndTheSession() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 2));
        try (ImapSession session = connect()) {
            long validity = session.examine(folder).status().uidValidity();

            // When
            MailboxAccessException failure = catchThrowableOfType(
                    MailboxAccessException.class,
                    () -> session.change(
                            folder, validity, OnAnImapServer.set(uids), new AfterProcessing.Move("No such folder")));

            // Then
            assertThat(failure.reason()).isIn("folder_not_found", "server_error");
            assertThat(session.examine(folder).status().messages()).isEqualTo(2);
        }
    }
}
