package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession.FolderStatus;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.imap.UidSets.UidSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;

/** The open folder. It keeps no list of mails: a folder of half a million costs what one of three does. */
final class AngusImapFolder implements ImapFolder {
    private static final long LARGEST_UID = 0xffff_ffffL;
    /** As SEARCH wants it, in English everywhere (RFC 9051 §6.4.4). */
    private static final DateTimeFormatter SEARCH_DATE = DateTimeFormatter.ofPattern("d-MMM-uuuu", Locale.ENGLISH);

    private final AngusImapSession session;
    private final String name;
    private final FolderWatch watch;
    private long uidValidity;
    private long uidNext;
    /** The change of the folder after which {@link #uidNext} was asked; -1 if it was never told. */
    private long askedAfter;

    private int messages;

    private Map<Long, Long> sizes = Map.of();

    AngusImapFolder(AngusImapSession session, String name, MailboxInfo info) {
        this.session = session;
        this.name = name;
        this.watch = new FolderWatch(session, this);
        this.uidValidity = info.uidvalidity;
        this.uidNext = Math.max(1, info.uidnext);
        this.askedAfter = info.uidnext < 1 ? -1 : session.wire().news().changes();
        this.messages = Math.max(0, info.total);
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Asks the server anew. STATUS must not be used on the open folder (RFC 9051 §6.3.11), and UIDNEXT is only told on opening: a later
     * one follows from the mails since. The count of mails is not asked with: some servers tell EXISTS and EXPUNGE in the wrong order.
     */
    @Override
    public FolderStatus status() throws MailboxAccessException {
        checkOpen();
        session.perform("asking for news", wire -> {
            wire.noop();
            long changes = wire.news().changes();
            messages = wire.news().exists();
            if (changes != askedAfter) {
                NavigableSet<Long> since = search(wire, "UID " + uidNext + ":*");
                uidNext = since.isEmpty() ? uidNext : Math.max(uidNext, since.last() + 1);
            }
            askedAfter = changes;
        });
        return told();
    }

    @Override
    public FolderStatus lastStatus() throws MailboxAccessException {
        checkOpen();
        return askedAfter < 0 ? status() : told();
    }

    private FolderStatus told() {
        return new FolderStatus(uidValidity, uidNext, messages);
    }

    /** Opens the folder again, which is what servers without IDLE answer truthfully; whether anything is new. */
    boolean reopened() throws MailboxAccessException {
        MailboxInfo info = session.enter(name);
        boolean renumbered = info.uidvalidity != uidValidity;
        boolean changed = renumbered || info.uidnext > uidNext || info.total > messages;
        uidValidity = info.uidvalidity;
        uidNext = Math.max(info.uidnext, renumbered ? 1 : uidNext);
        askedAfter = info.uidnext < 1 ? -1 : session.wire().news().changes();
        messages = Math.max(0, info.total);
        return changed;
    }

    @Override
    public List<Long> uids(long from, long to) throws MailboxAccessException {
        checkOpen();
        long first = Math.max(1, from);
        long last = Math.min(LARGEST_UID, to);
        if (first > last) {
            return List.of();
        }
        // A range beyond the last mail stands for that one too, as in "n:*" (RFC 9051 §6.4.8).
        return search("UID " + first + ":" + last).subSet(first, last + 1).stream()
                .toList();
    }

    @Override
    public List<Long> uidsSince(Instant since) throws MailboxAccessException {
        checkOpen();
        // The server compares dates of its own time zone, which may be behind ours by less than a day.
        String date =
                SEARCH_DATE.format(since.atZone(ZoneOffset.UTC).toLocalDate().minusDays(1));
        SortedSet<Long> candidates = search("SINCE " + date);
        Instant seconds = since.truncatedTo(ChronoUnit.SECONDS);
        SortedSet<Long> found = new TreeSet<>();
        for (UidSet set : UidSets.split(candidates)) {
            fetch(set, "(UID INTERNALDATE)", fetch -> {
                long uid = uidOf(fetch);
                if (set.uids().contains(uid) && !receivedAt(fetch).isBefore(seconds)) {
                    found.add(uid);
                }
            });
        }
        return List.copyOf(found);
    }

    private NavigableSet<Long> search(String criterion) throws MailboxAccessException {
        return session.run("searching a folder", wire -> search(wire, criterion));
    }

    private static NavigableSet<Long> search(ImapWire wire, String criterion) throws IOException, ProtocolException {
        NavigableSet<Long> found = new TreeSet<>();
        wire.stream("UID SEARCH " + criterion, response -> {
            if (response instanceof IMAPResponse untagged && untagged.keyEquals("SEARCH")) {
                for (long uid = untagged.readLong(); uid > 0; uid = untagged.readLong()) {
                    found.add(uid);
                }
            }
        });
        return found;
    }

    @Override
    public Map<Long, Announced> announced(SortedSet<Long> uids) throws MailboxAccessException {
        checkOpen();
        Map<Long, Announced> announced = new HashMap<>();
        for (UidSet set : UidSets.split(uids)) {
            fetch(set, "(UID RFC822.SIZE INTERNALDATE)", fetch -> {
                long uid = uidOf(fetch);
                RFC822SIZE size = fetch.getItem(RFC822SIZE.class);
                // Without a size it is somebody's change of flags, told in between.
                if (size != null && set.uids().contains(uid)) {
                    announced.put(uid, new Announced(uid, Math.max(0, size.size), receivedAt(fetch)));
                }
            });
        }
        Map<Long, Long> told = new HashMap<>();
        announced.forEach((uid, mail) -> told.put(uid, mail.size()));
        sizes = told;
        return announced;
    }

    private void fetch(UidSet set, String items, Consumer<FetchResponse> taker) throws MailboxAccessException {
        session.perform(
                "asking for sizes and dates",
                wire -> wire.stream("UID FETCH " + set.text() + " " + items, response -> {
                    if (response instanceof FetchResponse fetch) {
                        taker.accept(fetch);
                    }
                }));
    }

    private static long uidOf(FetchResponse fetch) {
        UID uid = fetch.getItem(UID.class);
        return uid == null ? -1 : uid.uid;
    }

    /** A mail without a date counts as new: it is better looked at twice than never. */
    private static Instant receivedAt(FetchResponse fetch) {
        INTERNALDATE item = fetch.getItem(INTERNALDATE.class);
        Date date = item == null ? null : item.getDate();
        return date == null ? Instant.now() : date.toInstant();
    }

    @Override
    public void download(SortedSet<Long> uids, long maxBytes, MailSink sink)
            throws MailboxAccessException, IOException {
        checkOpen();
        if (!sizes.keySet().containsAll(uids)) {
            announced(uids);
        }
        new Download(session, sizes, maxBytes, sink).run(uids);
    }

    @Override
    public boolean await(Duration timeout) throws MailboxAccessException, InterruptedException {
        checkOpen();
        return watch.await(timeout);
    }

    private void checkOpen() {
        if (!session.isOpen(this)) {
            throw new IllegalStateException("folder '" + name + "' was closed when its session opened another");
        }
    }
}
