package dev.waybill.consumer;

import com.icegreen.greenmail.store.FolderException;
import dev.waybill.devstack.MailServer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** GreenMail. */
public final class GreenMailImap implements TestImap {
    private final MailServer server;
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    public GreenMailImap(MailServer server) {
        this.server = server;
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
    public String newUser() {
        String address = "u" + UUID.randomUUID().toString().substring(0, 8) + "@example.com";
        server.addUser(new MailServer.User(address, PASSWORD));
        return address;
    }

    @Override
    public List<Long> append(String user, String folder, List<byte[]> mails) {
        make(user, folder);
        return mails.stream().map(mail -> server.append(user, folder, mail)).toList();
    }

    private void make(String user, String folder) {
        if (!folder.equals("INBOX") && folders.add(user + '/' + folder)) {
            server.createFolder(user, folder);
        }
    }

    @Override
    public int count(String user, String folder) {
        make(user, folder);
        return server.count(user, folder);
    }

    @Override
    public long uidValidity(String user, String folder) {
        make(user, folder);
        return server.uidValidity(user, folder);
    }

    @Override
    public void recreate(String user, String folder) {
        make(user, folder);
        server.recreateFolder(user, folder);
    }

    @Override
    public void empty(String user) {
        var green = server.greenMail();
        try {
            green.getManagers()
                    .getImapHostManager()
                    .getInbox(green.getUserManager().getUserByEmail(user))
                    .deleteAllMessages();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }
}
