package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.MailboxAccessException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class UidPagesTest {
    private final FakeImap imap = new FakeImap(new SteppedTime());
    private final FakeImap.Folder inbox = imap.folder("INBOX");

    private List<UidPages.Page> read(long from) throws MailboxAccessException {
        ImapFolder folder = new FakeImapSession(imap).examine("INBOX");
        UidPages pages = new UidPages(folder, from, folder.status().uidNext() - 1);
        List<UidPages.Page> read = new ArrayList<>();
        for (Optional<UidPages.Page> page = pages.next(); page.isPresent(); page = pages.next()) {
            read.add(page.get());
        }
        return read;
    }

    private static List<Long> uids(List<UidPages.Page> pages) {
        return pages.stream().flatMap(page -> page.uids().stream()).toList();
    }

    @Test
    void denseFolderComesInPagesOfFiveHundred() throws Exception {
        // Given
        inbox.deliver(1_750);

        // When
        List<UidPages.Page> pages = read(1);

        // Then
        assertThat(pages).extracting(page -> page.uids().size()).containsExactly(500, 500, 500, 250);
        assertThat(pages).extracting(UidPages.Page::upTo).containsExactly(500L, 1_000L, 1_500L, 1_750L);
        assertThat(uids(pages))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_750).boxed().toList());
    }

    @Test
    void gapOfThreeBillionUidsCostsFewQuestions() throws Exception {
        // Given
        inbox.deliver(10);
        inbox.uidNext = 60_000_000L;
        inbox.deliver(10);

        // When
        List<UidPages.Page> pages = read(1);

        // Then
        assertThat(uids(pages)).hasSize(20).endsWith(60_000_009L);
        assertThat(imap.searches.get()).isLessThan(300);
    }

    @Test
    void denseStretchBehindAGapIsStillCutIntoPages() throws Exception {
        // Given
        inbox.uidNext = 1_000_000L;
        inbox.deliver(5_000);

        // When
        List<UidPages.Page> pages = read(1);

        // Then
        assertThat(uids(pages)).hasSize(5_000).doesNotHaveDuplicates().isSorted();
        assertThat(pages).allMatch(page -> page.uids().size() <= UidPages.SIZE);
    }

    @Test
    void mailThatArrivedAfterTheFolderWasOpenedComesWithTheLastPage() throws Exception {
        // Given
        inbox.deliver(3);
        ImapFolder folder = new FakeImapSession(imap).examine("INBOX");
        UidPages pages = new UidPages(folder, 1, folder.status().uidNext() - 1);
        inbox.deliver(2);

        // When
        Optional<UidPages.Page> page = pages.next();

        // Then
        assertThat(page).hasValueSatisfying(read -> {
            assertThat(read.uids()).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(read.upTo()).isEqualTo(5);
        });
        assertThat(pages.next()).isEmpty();
    }

    @Test
    void nothingAboveTheTopIsOneEmptyPage() throws Exception {
        // Given
        inbox.deliver(3);

        // When
        List<UidPages.Page> pages = read(4);

        // Then
        assertThat(pages).singleElement().satisfies(page -> {
            assertThat(page.uids()).isEmpty();
            assertThat(page.upTo()).isEqualTo(3);
        });
    }

    @Test
    void lastPossibleUidIsTheEnd() throws Exception {
        // Given
        inbox.uidNext = UidPages.LAST_UID;
        inbox.deliver(1);

        // When
        List<UidPages.Page> atTheEnd = read(UidPages.LAST_UID);
        List<UidPages.Page> pastTheEnd = read(UidPages.LAST_UID + 1);

        // Then
        assertThat(uids(atTheEnd)).containsExactly(UidPages.LAST_UID);
        assertThat(uids(pastTheEnd)).isEmpty();
    }
}
