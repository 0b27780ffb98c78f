package dev.waybill.consumer;

import dev.waybill.devstack.junit.RequiresServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The consumer on a real Redis, PostgreSQL and Dovecot. */
@RequiresServer(value = "dovecot-imapd", program = "dovecot")
@QuarkusTest
@QuarkusTestResource(value = ConsumerServers.class, restrictToAnnotatedClass = true)
class DovecotConsumerTest extends ImapConsumerContract {
    private static DovecotImap dovecot;

    @BeforeAll
    static void startDovecot() {
        dovecot = new DovecotImap();
    }

    @AfterAll
    static void stopDovecot() {
        dovecot.close();
    }

    @Override
    TestImap imap() {
        return dovecot;
    }
}
