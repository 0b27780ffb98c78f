package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TooLargeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How mails are downloaded from any IMAP server. */
@Timeout(60)
interface ImapDownloadContract extends OnAnImapServer {
    long ANY_SIZE = 100_000_000;

    @Test
    default void manySmallMailsComeWholeAndStayUnseen() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<byte[]> mails = Mails.small(1, 120);
        List<Long> uids = server().append(folder, mails);
        try (ImapSession session = connect()) {
            // When
            Map<Long, String> downloaded = download(session.examine(folder), OnAnImapServer.set(uids), ANY_SIZE);

            // Then
            assertThat(downloaded).hasSize(120);
            for (int i = 0; i < mails.size(); i++) {
                assertThat(downloaded).containsEntry(uids.get(i), text(mails.get(i)));
            }
        }
        assertThat(server().unseen(folder)).isEqualTo(120);
    }

    /** Providers count what they send: Gmail locks a mailbox out for a day behind 2.5 GB. */
    @Test
    default void atMostATwentiethMoreThanTheMailsIsSent() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            mails.add(Mails.large(8_000 + i));
        }
        mails.add(Mails.large(5_000_000));
        List<Long> uids = server().append(folder, mails);
        long size = mails.stream().mapToLong(mail -> mail.length).sum();
        try (CountingRelay relay = new CountingRelay(server().host(), server().port());
                ImapSession session = ImapServerUnderTest.sessions(ImapServerUnderTest.settings())
                        .connect(ImapServerUnderTest.mailbox("127.0.0.1", relay.port(), Security.NONE))) {
            ImapFolder open = session.examine(folder);

            // When: the small ones, and all of them
            Map<Long, String> small = download(open, OnAnImapServer.set(uids.subList(0, 40)), ANY_SIZE);
            long sentForSmall = relay.sent();
            Map<Long, String> large = download(open, OnAnImapServer.set(uids.getLast()), ANY_SIZE);

            // Then: with the login, the folder and the sizes
            assertThat(small).hasSize(40);
            assertThat(large).hasSize(1);
            assertThat(sentForSmall).isLessThanOrEqualTo((size - mails.getLast().length) * 105 / 100);
            assertThat(relay.sent()).isLessThanOrEqualTo(size * 105 / 100);
        }
    }

    @Test
    default void largeMailComesInPiecesWhole() throws Exception {
        // Given
        String folder = server().freshFolder();
        byte[] large = Mails.large(5_000_000);
        byte[] exactlyTwoPieces = java.util.Arrays.copyOf(Mails.large(2_200_000), 2 * ChunkedMail.CHUNK);
        exactlyTwoPieces[exactlyTwoPieces.length - 2] = '\r';
        exactlyTwoPieces[exactlyTwoPieces.length - 1] = '\n';
        List<Long> uids = server().append(folder, List.of(Mails.small(1), large, Mails.small(2), exactlyTwoPieces));
        try (ImapSession session = connect()) {
            // When
            Map<Long, String> downloaded = download(session.examine(folder), OnAnImapServer.set(uids), ANY_SIZE);

            // Then
            assertThat(downloaded).containsOnlyKeys(uids);
            assertThat(downloaded.get(uids.get(1)).equals(text(large))).isTrue();
            assertThat(downloaded.get(uids.get(3)).equals(text(exactlyTwoPieces)))
                    .isTrue();
        }
        assertThat(server().unseen(folder)).isEqualTo(4);
    }

    @Test
    default void mailLargerThanAllowedBreaksOffAndTheSessionGoesOn() throws Exception {
        // Given
        String folder = server().freshFolder();
        long small = server().append(folder, Mails.small(1));
        long large = server().append(folder, Mails.large(3_000_000));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);

            // Then
            for (long uid : List.of(small, large)) {
                assertThatThrownBy(() -> download(open, OnAnImapServer.set(uid), 100))
                        .isInstanceOf(TooLargeException.class);
            }
            int size = Mails.small(1).length;
            assertThat(download(open, OnAnImapServer.set(small), size)).hasSize(1);
        }
    }

    @Test
    default void mailThatWasExpungedIsNotHandedOver() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 3));
        long large = server().append(folder, Mails.large(2_000_000));
        SortedSet<Long> all = OnAnImapServer.set(uids);
        all.add(large);
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            assertThat(open.announced(all)).hasSize(4);

            // When
            server().expunge(folder, uids.get(1));
            server().expunge(folder, large);
            Map<Long, String> downloaded = download(open, all, ANY_SIZE);

            // Then
            assertThat(downloaded).containsOnlyKeys(uids.get(0), uids.get(2));
        }
    }

    @Test
    default void failureOfTheSinkStopsTheDownloadAndTheSessionGoesOn() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 10));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            List<Long> taken = new ArrayList<>();

            // When
            assertThatThrownBy(() -> open.download(OnAnImapServer.set(uids), ANY_SIZE, (uid, raw) -> {
                        taken.add(uid);
                        if (taken.size() == 3) {
                            throw new IOException("the sink is full");
                        }
                    }))
                    .hasMessage("the sink is full");

            // Then
            assertThat(taken).hasSize(3);
            assertThat(download(open, OnAnImapServer.set(uids), ANY_SIZE)).hasSize(10);
        }
    }

    private static Map<Long, String> download(ImapFolder folder, SortedSet<Long> uids, long maxBytes)
            throws MailboxAccessException, IOException {
        Map<Long, String> downloaded = new TreeMap<>();
        folder.download(uids, maxBytes, (uid, raw) -> {
            assertThat(downloaded.put(uid, text(raw.readAllBytes()))).isNull();
        });
        return downloaded;
    }

    private static String text(byte[] mail) {
        return new String(mail, StandardCharsets.ISO_8859_1);
    }
}
