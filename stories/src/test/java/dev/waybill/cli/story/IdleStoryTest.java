package dev.waybill.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.junit.RequiresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail that appears in an idle mailbox of a real Dovecot is a ticket at once. */
class IdleStoryTest {
    private static final String ADDRESS = "help@example.org";
    private static final int MAILS = 50;

    @TempDir
    private Path root;

    @Test
    @RequiresServer(value = "dovecot-imapd", program = "dovecot")
    void aMailInAnIdleMailboxIsATicketWithinASecond() throws Exception {
        try (DovecotServer dovecot = DovecotServer.start(Map.of(ADDRESS, "secret"));
                PackagedStack stack = PackagedStack.up(root, Map.of())) {
            // Given
            stack.connect(dovecot, ADDRESS, "secret");
            processed(stack, dovecot, 0);
            // When
            List<Long> millis = new ArrayList<>();
            for (int i = 1; i <= MAILS; i++) {
                millis.add(processed(stack, dovecot, i));
            }
            // Then
            Collections.sort(millis);
            System.out.printf(
                    "append to ticket, %d mails: median %d ms, longest %d ms%n",
                    MAILS, millis.get(MAILS / 2), millis.getLast());
            assertThat(millis.get(MAILS / 2)).isLessThan(1_000);
        }
    }

    /** Appends a mail; returns after how long its ticket was there. */
    private static long processed(PackagedStack stack, DovecotServer dovecot, int i) throws InterruptedException {
        long begun = System.nanoTime();
        dovecot.append(ADDRESS, "INBOX", StoryMails.plain(i));
        Wait.until(
                Duration.ofSeconds(30),
                Duration.ofMillis(10),
                "mail " + i + " is a ticket",
                () -> !stack.query("select 1 from ticket where subject = 'Story " + i + "'")
                        .isEmpty());
        return (System.nanoTime() - begun) / 1_000_000;
    }
}
