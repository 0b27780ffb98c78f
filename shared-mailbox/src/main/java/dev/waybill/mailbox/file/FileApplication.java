package dev.waybill.mailbox.file;

import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.file.FileMailboxes.Known;
import dev.waybill.mailbox.file.FileReport.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the registry what a file describes. All or nothing as far as mistakes go: one wrong line, and nothing changes. Every change is
 * one statement, and all of them may be repeated: whoever dies in between leaves the rest to the next one.
 */
public final class FileApplication {
    private static final String TENANT = "default";

    private final FileMailboxes mailboxes;
    private final HostPolicy hosts;

    public FileApplication(FileMailboxes mailboxes, HostPolicy hosts) {
        this.mailboxes = mailboxes;
        this.hosts = hosts;
    }

    /** Applies it; a mailbox that is new starts with mail that arrives from now on. */
    public FileReport apply(String file, List<MailRoomItem> items, Instant now) {
        List<Line> problems = new ArrayList<>();
        Map<String, Described> described = described(items, now, problems);
        if (!problems.isEmpty()) {
            return new FileReport(
                    "refused",
                    now,
                    file,
                    problems.size() + " lines of the mailbox file are wrong; nothing was changed",
                    problems);
        }
        List<Line> lines = new ArrayList<>();
        Map<String, Known> known = new HashMap<>();
        mailboxes.all(TENANT).forEach(mailbox -> known.put(key(mailbox.address()), mailbox));
        described.forEach((address, wanted) ->
                present(wanted, Optional.ofNullable(known.get(address))).ifPresent(lines::add));
        known.forEach((address, mailbox) -> {
            if (mailbox.fromFile() && !described.containsKey(address) && mailboxes.pauseAbsent(mailbox.id())) {
                lines.add(new Line(
                        0,
                        "paused",
                        "mailbox " + mailbox.id()
                                + " stands in the file no more: it is paused, its mail waits. Put it back, or disconnect it"
                                + " for good by: waybill mailbox remove"));
            }
        });
        long changes =
                lines.stream().filter(line -> !line.result().equals("ignored")).count();
        items.forEach(item -> notes(item, lines));
        return new FileReport(
                "applied",
                now,
                file,
                "the mailbox file is applied: " + described.size() + " mailboxes, " + changes + " changes",
                lines);
    }

    private record Described(int line, NewMailbox mailbox) {}

    private Map<String, Described> described(List<MailRoomItem> items, Instant now, List<Line> problems) {
        Map<String, Described> described = new LinkedHashMap<>();
        Map<String, Optional<String>> refusals = new HashMap<>();
        for (MailRoomItem item : items) {
            switch (item) {
                case MailRoomItem.Problem(int line, String sentence) ->
                    problems.add(new Line(line, "invalid", sentence));
                case MailRoomEntry entry -> {
                    Optional<String> refusal =
                            entry.imap().flatMap(imap -> refusals.computeIfAbsent(imap.host(), hosts::refusal));
                    if (refusal.isPresent()) {
                        problems.add(new Line(entry.line(), "invalid", refusal.get()));
                    } else {
                        try {
                            NewMailbox mailbox = entry.toMailbox(TENANT, now);
                            described.put(key(mailbox.address()), new Described(entry.line(), mailbox));
                        } catch (IllegalArgumentException e) {
                            problems.add(new Line(
                                    entry.line(),
                                    "invalid",
                                    String.valueOf(e.getMessage()).replace(entry.email(), "the address")));
                        }
                    }
                }
            }
        }
        return described;
    }

    private Optional<Line> present(Described wanted, Optional<Known> found) {
        int line = wanted.line();
        if (found.isEmpty()) {
            return mailboxes.add(wanted.mailbox()).map(id -> new Line(line, "added", "connected mailbox " + id));
        }
        Known known = found.get();
        if (!known.fromFile()) {
            return Optional.of(new Line(
                    line,
                    "ignored",
                    "mailbox " + known.id()
                            + " was connected through the API and is left as it is; take the entry out, or hand the mailbox to the"
                            + " file by: waybill mailbox remove"));
        }
        if (!mailboxes.isSame(known, wanted.mailbox())) {
            return mailboxes.change(known.id(), wanted.mailbox())
                    ? Optional.of(new Line(line, "changed", "changed mailbox " + known.id() + "; it is connected anew"))
                    : Optional.empty();
        }
        return known.absent() && mailboxes.resumePresent(known.id())
                ? Optional.of(new Line(line, "resumed", "mailbox " + known.id() + " is back and goes on"))
                : Optional.empty();
    }

    private static void notes(MailRoomItem item, List<Line> lines) {
        if (item instanceof MailRoomEntry entry) {
            entry.notes().forEach(note -> lines.add(new Line(entry.line(), "note", note)));
        }
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
