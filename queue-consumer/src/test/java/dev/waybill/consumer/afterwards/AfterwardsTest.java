package dev.waybill.consumer.afterwards;

import dev.waybill.consumer.GreenMailImap;
import dev.waybill.consumer.TestImap;
import dev.waybill.devstack.MailServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On GreenMail. */
class AfterwardsTest extends AfterwardsContract {
    private static MailServer mail;
    private static TestImap server;

    @BeforeAll
    static void start() {
        mail = MailServer.start();
        server = new GreenMailImap(mail);
    }

    @AfterAll
    static void stop() {
        mail.close();
    }

    @Override
    TestImap server() {
        return server;
    }
}
