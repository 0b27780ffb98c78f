package dev.waybill.imap;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.junit.RequiresServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@RequiresServer(value = "dovecot-imapd", program = "dovecot")
final class DovecotWatcherTest implements WatcherContract {
    private static DovecotServer server;

    @BeforeAll
    static void start() {
        server = DovecotServer.start(Map.of(WatcherOnTheWire.USER, WatcherOnTheWire.PASSWORD));
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
        return server.port();
    }

    @Override
    public List<Long> append(String folder, List<byte[]> mails) {
        return server.append(WatcherOnTheWire.USER, folder, mails);
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
