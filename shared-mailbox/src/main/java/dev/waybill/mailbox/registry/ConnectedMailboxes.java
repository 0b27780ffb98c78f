package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealth;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The list of connected mailboxes with their states, for the admin API: a page at a time, by address. */
public final class ConnectedMailboxes {
    private static final int LARGEST_PAGE = 1000;

    private ConnectedMailboxes() {}

    /** {@code health} is empty until a service talked to the provider. */
    public record Listed(Mailbox mailbox, Optional<MailboxHealth> health) {}

    /**
     * Reads a page, in a transaction of its own.
     *
     * @param after the last address of the page before, or empty for the first page
     */
    public static List<Listed> page(String tenant, String after, int size) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<MailboxEntity> rows = MailboxEntity.<MailboxEntity>find(
                            "tenant = :tenant and removedAt is null and lower(address) > lower(:after) order by lower(address)",
                            Parameters.with("tenant", tenant).and("after", after))
                    .page(Page.ofSize(Math.clamp(size, 1, LARGEST_PAGE)))
                    .list();
            Map<UUID, MailboxHealth> states =
                    HealthEntity.<HealthEntity>list(
                                    "mailbox in ?1",
                                    rows.stream().map(row -> row.id).toList())
                            .stream()
                            .map(HealthEntity::toHealth)
                            .collect(Collectors.toMap(MailboxHealth::mailbox, Function.identity()));
            return rows.stream()
                    .flatMap(row -> row.toMailbox().stream())
                    .map(mailbox -> new Listed(mailbox, Optional.ofNullable(states.get(mailbox.id()))))
                    .toList();
        });
    }
}
