package dev.waybill.mailbox.imap;

import dev.waybill.devstack.MailServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class GreenMailImapSessionTest implements ImapSessionContract {
    private static MailServer mailServer;

    @BeforeAll
    static void startServer() {
        mailServer = MailServer.start(new MailServer.User(ImapServerUnderTest.USER, ImapServerUnderTest.PASSWORD));
    }

    @AfterAll
    static void stopServer() {
        mailServer.close();
    }

    @Override
    public ImapServerUnderTest server() {
        return new ImapServerUnderTest() {
            @Override
            public String host() {
                return mailServer.host();
            }

            @Override
            public int port() {
                return mailServer.imapPort();
            }

            @Override
            public List<Long> append(String folder, List<byte[]> mails) {
                return mails.stream()
                        .map(mail -> mailServer.append(USER, folder, mail))
                        .toList();
            }

            // Between its answer to IDLE and its listening for mails there is a gap.
            @Override
            public void letIdleBegin() throws InterruptedException {
                Thread.sleep(250);
            }

            @Override
            public void recreate(String folder) {
                mailServer.recreateFolder(USER, folder);
            }
        };
    }
}
