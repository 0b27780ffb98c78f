package dev.waybill.mailbox.doctor;

import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushChannels;
import dev.waybill.mailbox.push.PushState;
import dev.waybill.mailbox.push.PushStates;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What was written down of push, by a test. */
final class WrittenRecords {
    private final Map<UUID, PushState> states = new HashMap<>();
    private final Map<UUID, PushChannel> channels = new HashMap<>();
    boolean away;

    /** Changes the state of a mailbox that push was agreed on a moment ago. */
    void state(UUID mailbox, UnaryOperator<PushState> change) {
        states.put(mailbox, change.apply(PushState.initial(mailbox, Instant.now())));
    }

    void pushedAt(UUID mailbox, String folder, Instant expires, @Nullable Instant lastPush) {
        channels.put(
                mailbox,
                new PushChannel(
                        UUID.randomUUID(),
                        mailbox,
                        folder,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(expires),
                        Optional.ofNullable(lastPush)));
    }

    PushRecords read() {
        return new PushRecords(new States(), new Channels());
    }

    private void refuseIfAway() {
        if (away) {
            throw new RegistryUnavailableException("reading push", new SQLException("away"));
        }
    }

    private final class States implements PushStates {
        @Override
        public Map<UUID, PushState> all() {
            return Map.copyOf(states);
        }

        @Override
        public Optional<PushState> find(UUID mailbox) {
            refuseIfAway();
            return Optional.ofNullable(states.get(mailbox));
        }

        @Override
        public boolean save(PushState state) {
            return false;
        }
    }

    private final class Channels implements PushChannels {
        @Override
        public List<PushChannel> all() {
            return List.copyOf(channels.values());
        }

        @Override
        public List<PushChannel> of(UUID mailbox) {
            refuseIfAway();
            return Optional.ofNullable(channels.get(mailbox)).stream().toList();
        }

        @Override
        public Changes changesSince(long version) {
            return new Changes(0, List.of(), List.of());
        }

        @Override
        public void pushed(Map<UUID, Instant> byChannel) {
            throw new UnsupportedOperationException("a doctor writes nothing");
        }
    }
}
