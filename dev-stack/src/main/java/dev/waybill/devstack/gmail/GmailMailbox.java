package dev.waybill.devstack.gmail;

import dev.waybill.devstack.http.MailBytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** A mailbox of Gmail: messages with labels, and the history of both. */
public final class GmailMailbox {
    static final Set<String> SYSTEM_LABELS = Set.of(
            "INBOX", "SENT", "DRAFT", "SPAM", "TRASH", "CHAT", "UNREAD", "STARRED", "IMPORTANT", "CATEGORY_UPDATES");

    private final String address;
    private final InstantSource clock;
    private final Consumer<GmailMailbox> listener;
    private final Random random;
    private final Map<String, GmailMessage> messages = new LinkedHashMap<>();
    private final List<HistoryRecord> history = new ArrayList<>();
    private final Set<String> labels = new HashSet<>(SYSTEM_LABELS);
    private long lastHistoryId;
    private long oldestHistoryId;
    private Duration historyLag = Duration.ZERO;
    private int emptyPages;
    private boolean enabled = true;

    GmailMailbox(String address, InstantSource clock, Consumer<GmailMailbox> listener) {
        this.address = address;
        this.clock = clock;
        this.listener = listener;
        this.random = new Random(address.hashCode());
        this.lastHistoryId = 1_000_000L + random.nextInt(1_000_000);
        this.oldestHistoryId = lastHistoryId;
    }

    /** What happened to a message. */
    enum Kind {
        MESSAGE_ADDED,
        MESSAGE_DELETED,
        LABEL_ADDED,
        LABEL_REMOVED
    }

    /** One entry of the history; {@code labels} are those that were added or removed. */
    record HistoryRecord(long id, Instant at, Kind kind, GmailMessage message, Set<String> labels) {}

    public String address() {
        return address;
    }

    /** A mail arrives, under INBOX and UNREAD unless other labels are named; returns its id. */
    public String deliver(byte[] raw, String... labelIds) {
        return deliver(raw, clock.instant(), labelIds);
    }

    public synchronized String deliver(byte[] raw, Instant receivedAt, String... labelIds) {
        Set<String> all = labelIds.length == 0 ? Set.of("INBOX", "UNREAD") : new HashSet<>(Arrays.asList(labelIds));
        if (!labels.containsAll(all)) {
            throw new IllegalArgumentException("there is no such label among " + all + "; addLabel makes one");
        }
        String id = "%016x".formatted(0x1900_0000_0000_0000L | (random.nextLong() >>> 8));
        GmailMessage message = new GmailMessage(id, id, all, receivedAt, nextHistoryId(), new MailBytes(raw));
        messages.put(id, message);
        note(Kind.MESSAGE_ADDED, message, Set.of());
        return id;
    }

    /** A filter, or a person, labels it. */
    public synchronized void addLabels(String id, String... added) {
        GmailMessage before = present(id);
        Set<String> now = new HashSet<>(before.labels());
        now.addAll(Arrays.asList(added));
        relabel(before, now, Kind.LABEL_ADDED, Set.of(added));
    }

    public synchronized void removeLabels(String id, String... removed) {
        GmailMessage before = present(id);
        Set<String> now = new HashSet<>(before.labels());
        Arrays.asList(removed).forEach(now::remove);
        relabel(before, now, Kind.LABEL_REMOVED, Set.of(removed));
    }

    /** Deletes it for good. */
    public synchronized void delete(String id) {
        GmailMessage gone = present(id);
        messages.remove(id);
        note(Kind.MESSAGE_DELETED, gone.with(gone.labels(), nextHistoryId()), Set.of());
    }

    /** Makes a label of the mailbox's own. */
    public synchronized void addLabel(String id) {
        labels.add(id);
    }

    public synchronized void removeLabel(String id) {
        labels.remove(id);
    }

    /** From now on history is visible this much later than the push that tells of it. */
    public synchronized void lagHistory(Duration by) {
        historyLag = by;
    }

    /** Everything in the history up to now is forgotten: older ids answer 404. */
    public synchronized void expireHistory() {
        history.clear();
        oldestHistoryId = nextHistoryId();
    }

    /** The next history lists begin with so many pages without any history. */
    public synchronized void emptyPagesFirst(int pages) {
        emptyPages = pages;
    }

    /** Whether Gmail is switched on for this user. */
    public synchronized void enable(boolean mailServiceEnabled) {
        enabled = mailServiceEnabled;
    }

    synchronized boolean isEnabled() {
        return enabled;
    }

    synchronized boolean hasLabel(String id) {
        return labels.contains(id);
    }

    synchronized Set<String> labels() {
        return Set.copyOf(labels);
    }

    synchronized Optional<GmailMessage> find(String id) {
        return Optional.ofNullable(messages.get(id));
    }

    synchronized List<GmailMessage> all() {
        return List.copyOf(messages.values());
    }

    synchronized long historyId() {
        return lastHistoryId;
    }

    /** The visible history behind an id; empty when the id is older than what is kept, or none of this mailbox. */
    synchronized Optional<List<HistoryRecord>> historySince(long start) {
        if (start < oldestHistoryId || start > lastHistoryId) {
            return Optional.empty();
        }
        Instant visible = clock.instant().minus(historyLag);
        return Optional.of(history.stream()
                .filter(h -> h.id() > start && !h.at().isAfter(visible))
                .toList());
    }

    /** What a history list gives as the place to go on from: never beyond what it showed. */
    synchronized long visibleHistoryId() {
        Instant visible = clock.instant().minus(historyLag);
        return history.stream()
                .filter(h -> h.at().isAfter(visible))
                .mapToLong(h -> h.id() - 1)
                .min()
                .orElse(lastHistoryId);
    }

    synchronized int takeEmptyPages() {
        int pages = emptyPages;
        emptyPages = 0;
        return pages;
    }

    private void relabel(GmailMessage before, Set<String> now, Kind kind, Set<String> changed) {
        GmailMessage after = before.with(now, nextHistoryId());
        messages.put(after.id(), after);
        note(kind, after, changed);
    }

    private void note(Kind kind, GmailMessage message, Set<String> changed) {
        history.add(new HistoryRecord(message.historyId(), clock.instant(), kind, message, changed));
        listener.accept(this);
    }

    /** Rises, with gaps. */
    private long nextHistoryId() {
        lastHistoryId += 1 + random.nextInt(90);
        return lastHistoryId;
    }

    private GmailMessage present(String id) {
        GmailMessage message = messages.get(id);
        if (message == null) {
            throw new IllegalArgumentException("there is no message " + id + " in " + address);
        }
        return message;
    }
}
