package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxState;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code mailbox_health} for lists. Read only: what writes it is {@link PostgresHealthLog}. */
@Entity(name = "MailboxHealth")
@Table(name = "mailbox_health")
@Immutable
@NullUnmarked // Hibernate fills the fields
public class HealthEntity extends PanacheEntityBase {
    @Id
    public UUID mailbox;

    public String state;
    public Instant since;

    @Column(name = "last_error")
    public String lastError;

    @Column(name = "next_try")
    public Instant nextTry;

    MailboxHealth toHealth() {
        return new MailboxHealth(
                mailbox,
                MailboxState.valueOf(state.toUpperCase(Locale.ROOT)),
                since,
                lastError,
                Optional.ofNullable(nextTry));
    }
}
