package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** A contract that needs a server and a session on it. */
interface OnAnImapServer {
    ImapServerUnderTest server();

    default ImapSession connect() throws MailboxAccessException {
        return ImapServerUnderTest.sessions(ImapServerUnderTest.settings()).connect(server().mailbox());
    }

    static SortedSet<Long> set(List<Long> uids) {
        return new TreeSet<>(uids);
    }

    static SortedSet<Long> set(long... uids) {
        return new TreeSet<>(LongStream.of(uids).boxed().toList());
    }
}
