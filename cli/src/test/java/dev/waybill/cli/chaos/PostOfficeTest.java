package dev.waybill.cli.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Dovecot's part of it is tested where that server is. */
class PostOfficeTest {
    private static final String DESK = "desk1@imap.example";

    private record Seen(long uidValidity, List<String> subjects) {}

    @Test
    void greenMailKeepsItsMailsWhenTheyAreRenumbered() throws Exception {
        try (PostOffice office = new PostOffice.GreenMail(List.of(DESK))) {
            // Given
            office.deliver(DESK, "Subject: one\r\n\r\ntext\r\n".getBytes(UTF_8));
            office.deliver(DESK, "Subject: two\r\n\r\ntext\r\n".getBytes(UTF_8));
            Seen before = look(office);
            // When
            office.renumber(DESK);
            // Then
            Seen after = look(office);
            assertThat(after.uidValidity()).isNotEqualTo(before.uidValidity());
            assertThat(after.subjects()).containsExactly("one", "two").isEqualTo(before.subjects());
        }
    }

    private static Seen look(PostOffice office) throws MessagingException {
        try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
            store.connect("127.0.0.1", office.port(), DESK, PostOffice.PASSWORD);
            Folder folder = store.getFolder(office.folder());
            folder.open(Folder.READ_ONLY);
            List<String> subjects = new ArrayList<>();
            for (Message message : folder.getMessages()) {
                subjects.add(message.getSubject());
            }
            return new Seen(((UIDFolder) folder).getUIDValidity(), subjects);
        }
    }
}
