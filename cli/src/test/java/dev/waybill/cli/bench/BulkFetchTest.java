package dev.waybill.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.junit.RequiresServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RequiresServer(value = "dovecot-imapd", program = "dovecot")
class BulkFetchTest {
    private static final String USER = "bench@example.com";

    @Test
    void countsTheMailsThatAnInboxHolds() {
        try (DovecotServer dovecot = DovecotServer.start(Map.of(USER, "secret"))) {
            // Given
            BenchMails.separate(0, 30).forEach(mail -> dovecot.deliver(USER, mail));
            // When
            int mails = BulkFetch.run(dovecot.port(), USER, "secret");
            // Then
            assertThat(mails).isEqualTo(30);
        }
    }
}
