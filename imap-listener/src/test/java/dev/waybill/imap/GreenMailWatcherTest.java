package dev.waybill.imap;

import dev.waybill.devstack.MailServer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class GreenMailWatcherTest implements WatcherContract {
    private static MailServer server;

    private final Set<String> made = new HashSet<>();

    @BeforeAll
    static void start() {
        server = MailServer.start(new MailServer.User(WatcherOnTheWire.USER, WatcherOnTheWire.PASSWORD));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public String host() {
        return server.host();
    }

    @Override
    public int port() {
        return server.imapPort();
    }

    @Override
    public List<Long> append(String folder, List<byte[]> mails) {
        if (made.add(folder)) {
            server.createFolder(WatcherOnTheWire.USER, folder);
        }
        return mails.stream()
                .map(mail -> server.append(WatcherOnTheWire.USER, folder, mail))
                .toList();
    }

    @Override
    public long uidValidity(String folder) {
        return server.uidValidity(WatcherOnTheWire.USER, folder);
    }

    @Override
    public void recreate(String folder) {
        server.recreateFolder(WatcherOnTheWire.USER, folder);
    }
}
