package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Mailbox;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A row of {@code mailbox} for lists. Read only: what writes it is the statements of {@link PostgresMailboxRegistry}. */
@Entity(name = "Mailbox")
@Table(name = "mailbox")
@Immutable
@NullUnmarked // Hibernate fills the fields
public class MailboxEntity extends PanacheEntityBase {
    @Id
    public UUID id;

    public String tenant;
    public String address;
    public String provider;

    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "connection::text")
    public String connection;

    @Column(columnDefinition = "text[]")
    public List<String> folders;

    @Column(name = "start_at")
    public Instant startAt;

    public boolean paused;

    @Column(name = "after_processing")
    public String afterProcessing;

    @Column(name = "move_to")
    public String moveTo;

    @Column(name = "removed_at")
    public Instant removedAt;

    public long version;

    /** Empty for what a later version stored. */
    Optional<Mailbox> toMailbox() {
        try {
            AfterProcessing after = MailboxRow.afterProcessing(afterProcessing, moveTo);
            return Optional.of(new Mailbox(
                    id,
                    tenant,
                    address,
                    ConnectionJson.read(provider, connection),
                    folders,
                    startAt,
                    paused,
                    after,
                    version));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
