package dev.waybill.mailbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.mailbox.FolderMarks.FolderMark;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PostgresFolderMarksTest {
    private final RegistryDatabase database = RegistryDatabase.fresh();
    private final PostgresFolderMarks marks = new PostgresFolderMarks(database.source());
    private final UUID mailbox =
            database.registry().add(RegistryDatabase.newMailbox("x")).id();

    @Test
    void firstMarkOfAFolderStands() {
        // Given
        FolderMark first = new FolderMark(mailbox, "INBOX", 7, 100, 99);

        // When
        FolderMark begun = marks.begin(first);
        FolderMark again = marks.begin(new FolderMark(mailbox, "INBOX", 7, 200, 199));

        // Then
        assertThat(begun).isEqualTo(first);
        assertThat(again).isEqualTo(first);
        assertThat(marks.find(mailbox, "INBOX")).contains(first);
        assertThat(marks.find(mailbox, "Other")).isEmpty();
    }

    @Test
    void lastUidValidityBegunIsTheCurrentOneAlsoWhenItReturns() {
        // Given
        FolderMark old = marks.begin(new FolderMark(mailbox, "INBOX", 4_294_967_295L, 1, 0));
        FolderMark renumbered = marks.begin(new FolderMark(mailbox, "INBOX", 3, 1, 0));
        assertThat(marks.find(mailbox, "INBOX")).contains(renumbered);

        // When
        marks.begin(new FolderMark(mailbox, "INBOX", 4_294_967_295L, 50, 49));

        // Then
        assertThat(marks.find(mailbox, "INBOX")).contains(old);
        assertThat(marks.all(mailbox)).containsExactly(old, renumbered);
    }

    @Test
    void markOfAnUnknownMailboxIsRefused() {
        assertThatThrownBy(() -> marks.begin(new FolderMark(UUID.randomUUID(), "INBOX", 1, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
