package dev.waybill.consumer;

import dev.waybill.devstack.DovecotServer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Dovecot, which knows all its users from its start. */
public final class DovecotImap implements TestImap, AutoCloseable {
    private static final int USERS = 40;

    private final DovecotServer server = DovecotServer.start(IntStream.range(0, USERS)
            .mapToObj(DovecotImap::user)
            .collect(Collectors.toMap(Function.identity(), user -> PASSWORD)));
    private final AtomicInteger used = new AtomicInteger();

    private static String user(int number) {
        return "dovecot" + number + "@example.com";
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
    public String newUser() {
        int number = used.getAndIncrement();
        if (number >= USERS) {
            throw new IllegalStateException("more than " + USERS + " mailboxes; raise USERS");
        }
        return user(number);
    }

    @Override
    public List<Long> append(String user, String folder, List<byte[]> mails) {
        return server.append(user, folder, mails);
    }

    @Override
    public int count(String user, String folder) {
        return server.count(user, folder);
    }

    @Override
    public long uidValidity(String user, String folder) {
        return server.uidValidity(user, folder);
    }

    @Override
    public void recreate(String user, String folder) {
        server.recreateFolder(user, folder);
    }

    @Override
    public void empty(String user) {
        server.moveAll(user, "INBOX", "Elsewhere");
    }

    @Override
    public void close() {
        server.close();
    }
}
