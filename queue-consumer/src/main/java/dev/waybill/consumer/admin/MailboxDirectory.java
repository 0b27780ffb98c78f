package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.queue.MailboxKey;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the mailbox that a person means: by id, or by address. */
@Singleton
final class MailboxDirectory {
    private static final String DEFAULT_TENANT = "default";
    private static final int LONGEST = 400;
    private static final Pattern UUID_SHAPE = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final MailboxRegistry registry;

    MailboxDirectory(MailboxRegistry registry) {
        this.registry = registry;
    }

    /** An address in several tenants is ambiguous and refused; the id never is. */
    Mailbox find(String addressOrId) {
        if (UUID_SHAPE.matcher(addressOrId).matches()) {
            return registry.find(UUID.fromString(addressOrId)).orElseThrow(() -> unknown(addressOrId));
        }
        if (addressOrId.length() > LONGEST || addressOrId.indexOf('@') < 1) {
            throw Refusal.badRequest("name the mailbox by its address or its id");
        }
        return registry.findByAddress(DEFAULT_TENANT, addressOrId).orElseGet(() -> inAnyTenant(addressOrId));
    }

    private Mailbox inAnyTenant(String address) {
        List<Mailbox> found = all().stream()
                .filter(m -> m.address().equalsIgnoreCase(address))
                .toList();
        if (found.size() > 1) {
            throw Refusal.conflict(address + " is connected in " + found.size()
                    + " tenants; name the mailbox by its id: "
                    + found.stream().map(m -> m.id() + " (" + m.tenant() + ")").collect(Collectors.joining(", ")));
        }
        return found.stream().findFirst().orElseThrow(() -> unknown(address));
    }

    /** Ordered by tenant and address. */
    List<Mailbox> all() {
        return registry.changesSince(0).changed().stream()
                .sorted(Comparator.comparing(Mailbox::tenant)
                        .thenComparing(Mailbox::address)
                        .thenComparing(Mailbox::id))
                .toList();
    }

    /** As the queue spells them. */
    Map<MailboxKey, Mailbox> byKey() {
        return all().stream()
                .collect(Collectors.toMap(m -> MailboxKey.of(m.id()), Function.identity(), (first, second) -> first));
    }

    private static Refusal unknown(String addressOrId) {
        return Refusal.notFound("no mailbox " + addressOrId + " is connected; GET /v1/mailboxes lists those that are");
    }
}
