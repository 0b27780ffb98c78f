package dev.waybill.devstack.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One folder: UIDs, and the mails of those that have one of their own. A UID without one has a small mail that is made when it is asked
 * for, so that half a million mails cost a bit each. UIDs up to some millions, please.
 */
public final class ScriptedFolder {
    private final BitSet uids = new BitSet();
    private final Map<Long, ScriptedMail> own = new HashMap<>();
    private final Instant filledAt;
    /** What happened, as untagged responses; each connection knows how far it told them. */
    private final List<String> events = new ArrayList<>();

    private final Map<ImapConversation, Boolean> idling = new LinkedHashMap<>();
    private long uidValidity;
    private long uidNext = 1;
    private int count;

    ScriptedFolder(long uidValidity) {
        this.uidValidity = uidValidity;
        this.filledAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Delivers a mail, tells everybody who idles here, and returns its UID. */
    public synchronized long deliver(byte[] raw) {
        return deliver(raw, Instant.now());
    }

    /** Delivers a mail that the server received at this time. */
    public synchronized long deliver(byte[] raw, Instant received) {
        long uid = reserve();
        own.put(uid, new ScriptedMail(raw, received));
        return appear(uid);
    }

    /** Delivers small mails, all at once, and returns the UID of the last. */
    public synchronized long deliver(int mails) {
        uids.set((int) uidNext, (int) uidNext + mails);
        uidNext += mails;
        count += mails;
        tell("* " + count + " EXISTS");
        return uidNext - 1;
    }

    /** Gives a UID away; its mail is only there when it {@linkplain #appear(long) appears}, maybe after later ones. */
    public synchronized long reserve() {
        return uidNext++;
    }

    /** Makes the mail of a reserved UID visible. */
    public synchronized long appear(long uid) {
        uids.set((int) uid);
        count++;
        tell("* " + count + " EXISTS");
        return uid;
    }

    /** Removes a mail for good. */
    public synchronized void expunge(long uid) {
        if (!uids.get((int) uid)) {
            return;
        }
        int sequence = sequence(uid);
        uids.clear((int) uid);
        own.remove(uid);
        count--;
        tell("* " + sequence + " EXPUNGE");
    }

    /** As after a restored backup: the same mails under new UIDs from 1 on; who has the folder open is not told. */
    public synchronized void renumber(long newUidValidity) {
        Map<Long, ScriptedMail> before = new HashMap<>(own);
        List<Long> order = all();
        own.clear();
        uids.clear();
        uidNext = 1;
        for (long uid : order) {
            ScriptedMail mail = before.get(uid);
            if (mail != null) {
                own.put(uidNext, mail);
            }
            uids.set((int) uidNext++);
        }
        uidValidity = newUidValidity;
    }

    public synchronized long uidValidity() {
        return uidValidity;
    }

    public synchronized long uidNext() {
        return uidNext;
    }

    public synchronized int count() {
        return count;
    }

    /** How many connections idle here. */
    public synchronized int idling() {
        return idling.size();
    }

    /** The UIDs that exist, ascending. */
    public synchronized List<Long> all() {
        return uids.stream().mapToObj(Long::valueOf).toList();
    }

    /** The flags of a mail. */
    public synchronized Set<String> flags(long uid) {
        return new TreeSet<>(mail(uid).flags());
    }

    synchronized void flag(long uid, Set<String> flags, boolean set) {
        own.put(uid, mail(uid).withFlags(flags, set));
    }

    synchronized ScriptedMail mail(long uid) {
        ScriptedMail mail = own.get(uid);
        return mail != null
                ? mail
                : new ScriptedMail(
                        ("From: a@example.org\r\nSubject: mail " + uid + "\r\nMessage-ID: <" + uid + "." + uidValidity
                                        + "@example.org>\r\n\r\nhello\r\n")
                                .getBytes(StandardCharsets.US_ASCII),
                        filledAt);
    }

    /** The next UID that exists from this one on, or -1. */
    synchronized long next(long from) {
        return from > Integer.MAX_VALUE ? -1 : uids.nextSetBit((int) Math.max(1, from));
    }

    synchronized long highest() {
        return uids.length() - 1L;
    }

    /** Where a UID stands among those that exist, from 1 on. */
    synchronized int sequence(long uid) {
        return uids.get(0, (int) uid + 1).cardinality();
    }

    /** What happened after so many events. */
    synchronized List<String> since(int told) {
        return List.copyOf(events.subList(Math.min(told, events.size()), events.size()));
    }

    synchronized int happened() {
        return events.size();
    }

    /** From here on, events are sent to this connection as they happen; those that it missed come first. */
    synchronized void beginIdle(ImapConversation with, int told) throws IOException {
        for (String event : since(told)) {
            with.say(event);
        }
        idling.put(with, true);
    }

    /** Returns how many events the connection was told. */
    synchronized int endIdle(ImapConversation with) {
        idling.remove(with);
        return events.size();
    }

    private void tell(String event) {
        events.add(event);
        idling.keySet().removeIf(with -> {
            try {
                with.say(event);
                return false;
            } catch (IOException gone) {
                return true;
            }
        });
    }
}
