package dev.waybill.devstack.graph;

import dev.waybill.devstack.http.MailBytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mailbox of the simulated directory: folders, messages, and everything that ever changed in it. */
public final class GraphMailbox {
    static final List<String> WELL_KNOWN =
            List.of("inbox", "archive", "deleteditems", "drafts", "junkemail", "outbox", "sentitems");

    private static final Pattern HEADER = Pattern.compile("(?im)^(Message-ID|Subject):[ \\t]*(.*)$");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UUID id = UUID.randomUUID();
    private final String address;
    private final InstantSource clock;
    private final Consumer<Change> listener;
    private final Map<String, GraphMessage> messages = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private boolean denied;
    private boolean licensed = true;

    GraphMailbox(String address, InstantSource clock, Consumer<Change> listener) {
        this.address = address;
        this.clock = clock;
        this.listener = listener;
    }

    /** What happened to a message in a folder. A move is a removal there and a creation here. */
    enum Kind {
        CREATED,
        UPDATED,
        MOVED_AWAY,
        DELETED
    }

    record Change(GraphMailbox mailbox, Kind kind, String folder, GraphMessage message) {}

    public String address() {
        return address;
    }

    UUID id() {
        return id;
    }

    /** A mail arrives in the inbox; returns its immutable id. */
    public String deliver(byte[] raw) {
        return deliver(raw, "inbox", clock.instant());
    }

    /** A mail is put into a folder, received when said so. */
    public synchronized String deliver(byte[] raw, String folder, Instant receivedAt) {
        String place = known(folder);
        String headers = new String(raw, 0, Math.min(raw.length, 16_384), StandardCharsets.ISO_8859_1);
        GraphMessage message = new GraphMessage(
                newId(),
                newId(),
                place,
                receivedAt,
                header(headers, "Message-ID"),
                header(headers, "Subject"),
                false,
                place.equals("drafts"),
                new MailBytes(raw));
        messages.put(message.immutableId(), message);
        note(Kind.CREATED, place, message);
        return message.immutableId();
    }

    /** The id that a message has where it lies now. */
    public synchronized String mutableId(String immutableId) {
        return present(immutableId).mutableId();
    }

    /** A person, or a rule, moves it; its mutable id changes. */
    public synchronized void move(String immutableId, String folder) {
        GraphMessage before = present(immutableId);
        GraphMessage after = before.movedTo(known(folder), newId());
        messages.put(immutableId, after);
        note(Kind.MOVED_AWAY, before.folder(), before);
        note(Kind.CREATED, after.folder(), after);
    }

    /** Deletes it for good. */
    public synchronized void delete(String immutableId) {
        GraphMessage gone = present(immutableId);
        messages.remove(immutableId);
        note(Kind.DELETED, gone.folder(), gone);
    }

    /** Marks it read or unread. */
    public synchronized void setRead(String immutableId, boolean read) {
        GraphMessage after = present(immutableId).withRead(read);
        messages.put(immutableId, after);
        note(Kind.UPDATED, after.folder(), after);
    }

    /** Takes the application's right to this mailbox away, or gives it back. */
    public synchronized void deny(boolean applicationDenied) {
        denied = applicationDenied;
    }

    /** Without a licence the mailbox is not enabled for REST. */
    public synchronized void license(boolean hasOne) {
        licensed = hasOne;
    }

    synchronized void refuseIfClosed() throws GraphFailure {
        if (!licensed) {
            throw GraphFailure.notFound("MailboxNotEnabledForRESTAPI");
        }
        if (denied) {
            throw GraphFailure.denied();
        }
    }

    /** By the id of the kind that the request prefers; the other kind is no id. */
    synchronized Optional<GraphMessage> find(String messageId, boolean immutable) {
        return immutable
                ? Optional.ofNullable(messages.get(messageId))
                : messages.values().stream()
                        .filter(m -> m.mutableId().equals(messageId))
                        .findFirst();
    }

    /** Newest first. {@code folder} empty: all. */
    synchronized List<GraphMessage> list(String folder) {
        return messages.values().stream()
                .filter(m -> folder.isEmpty() || m.folder().equals(folder))
                .sorted(Comparator.comparing(GraphMessage::receivedAt).reversed())
                .toList();
    }

    /** How many changes there have been: a place to go on from. */
    synchronized int position() {
        return changes.size();
    }

    synchronized List<Change> changesSince(int position) {
        return List.copyOf(changes.subList(position, changes.size()));
    }

    String folderId(String folder) {
        return Base64.getUrlEncoder().encodeToString((id + "/" + folder).getBytes(StandardCharsets.US_ASCII));
    }

    /** The folder that a path names by its well-known name or its id. */
    Optional<String> folder(String named) {
        String lower = named.toLowerCase(Locale.ROOT);
        return WELL_KNOWN.stream()
                .filter(f -> f.equals(lower) || folderId(f).equals(named))
                .findFirst();
    }

    private void note(Kind kind, String folder, GraphMessage message) {
        Change change = new Change(this, kind, folder, message);
        changes.add(change);
        listener.accept(change);
    }

    private GraphMessage present(String immutableId) {
        GraphMessage message = messages.get(immutableId);
        if (message == null) {
            throw new IllegalArgumentException("there is no message " + immutableId + " in " + address);
        }
        return message;
    }

    private String known(String folder) {
        return folder(folder)
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no folder " + folder + "; there are " + WELL_KNOWN));
    }

    /** Long, case-sensitive, and with the characters that paths have to encode. */
    private static String newId() {
        byte[] bytes = new byte[91];
        RANDOM.nextBytes(bytes);
        return "AAkA" + Base64.getUrlEncoder().encodeToString(bytes);
    }

    private static String header(String headers, String name) {
        int end = headers.indexOf("\r\n\r\n");
        Matcher found = HEADER.matcher(end < 0 ? headers : headers.substring(0, end));
        while (found.find()) {
            if (found.group(1).equalsIgnoreCase(name)) {
                return found.group(2).strip();
            }
        }
        return "";
    }
}
