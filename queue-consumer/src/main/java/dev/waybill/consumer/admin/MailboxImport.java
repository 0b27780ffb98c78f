package dev.waybill.consumer.admin;

import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.MailboxConflictException;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.file.MailRoomEntry;
import dev.waybill.mailbox.file.MailRoomItem;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Connects the mailboxes of a file one by one: what is wrong with one hides no other, and running it again changes nothing. */
@Singleton
final class MailboxImport {
    private final MailboxRegistry registry;
    private final HostPolicy hosts;

    MailboxImport(MailboxRegistry registry, HostPolicy hosts) {
        this.registry = registry;
        this.hosts = hosts;
    }

    Result run(List<MailRoomItem> items, String tenant, Instant startAt, boolean dryRun) {
        List<Entry> entries = new ArrayList<>();
        for (MailRoomItem item : items) {
            entries.add(
                    switch (item) {
                        case MailRoomItem.Problem problem -> Entry.invalid(problem.line(), "", problem.sentence());
                        case MailRoomEntry entry -> one(entry, tenant, startAt, dryRun);
                    });
        }
        return Result.of(entries, dryRun);
    }

    private Entry one(MailRoomEntry entry, String tenant, Instant startAt, boolean dryRun) {
        try {
            NewMailbox wanted = entry.toMailbox(tenant, startAt);
            Optional<String> refusal = entry.imap().flatMap(imap -> hosts.refusal(imap.host()));
            if (refusal.isPresent()) {
                return Entry.invalid(entry.line(), entry.email(), refusal.get());
            }
            if (!dryRun) {
                AdminLog.mailbox("connected", registry.add(wanted).id());
            } else if (registry.findByAddress(tenant, wanted.address()).isPresent()) {
                return exists(entry, tenant);
            }
            return Entry.of(entry, "added", dryRun ? "would be connected" : "connected");
        } catch (MailboxConflictException e) {
            return exists(entry, tenant);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return Entry.invalid(entry.line(), entry.email(), String.valueOf(e.getMessage()));
        }
    }

    private static Entry exists(MailRoomEntry entry, String tenant) {
        return Entry.of(entry, "exists", "is connected already in tenant " + tenant + "; unchanged");
    }

    /**
     * What became of one entry.
     *
     * @param result {@code added}, {@code exists} or {@code invalid}
     */
    record Entry(int line, String address, String result, String message, List<String> notes) {
        static Entry of(MailRoomEntry entry, String result, String message) {
            return new Entry(entry.line(), entry.email(), result, message, entry.notes());
        }

        static Entry invalid(int line, String address, String problem) {
            return new Entry(line, address, "invalid", problem, List.of());
        }
    }

    /** {@code unchanged}: connected before. */
    record Result(boolean dryRun, long added, long unchanged, long failed, List<Entry> entries, String message) {
        static Result of(List<Entry> entries, boolean dryRun) {
            long added = count(entries, "added");
            long unchanged = count(entries, "exists");
            long failed = count(entries, "invalid");
            String message = (dryRun ? "would connect " : "connected ") + added + ", left " + unchanged
                    + " as they are, refused " + failed;
            return new Result(dryRun, added, unchanged, failed, entries, message);
        }

        private static long count(List<Entry> entries, String result) {
            return entries.stream().filter(e -> e.result().equals(result)).count();
        }
    }
}
