package dev.waybill.consumer.afterwards;

import dev.waybill.consumer.DovecotImap;
import dev.waybill.consumer.TestImap;
import dev.waybill.devstack.junit.RequiresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On Dovecot. */
@RequiresServer(value = "dovecot-imapd", program = "dovecot")
class DovecotAfterwardsTest extends AfterwardsContract {
    private static DovecotImap server;

    @BeforeAll
    static void start() {
        server = new DovecotImap();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    TestImap server() {
        return server;
    }
}
