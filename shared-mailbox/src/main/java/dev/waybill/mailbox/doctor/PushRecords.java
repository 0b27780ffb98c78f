package dev.waybill.mailbox.doctor;

import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushChannels;
import dev.waybill.mailbox.push.PushState;
import dev.waybill.mailbox.push.PushStates;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What those who look after push have written down of it. */
public record PushRecords(PushStates states, PushChannels channels) {

    /** Of one mailbox. May throw RegistryUnavailableException. */
    Known of(UUID mailbox) {
        return new Known(states.find(mailbox), channels.of(mailbox));
    }

    /** Nothing at all for a mailbox that is not connected. */
    record Known(Optional<PushState> state, List<PushChannel> channels) {
        Optional<PushChannel> live(Instant now) {
            return channels.stream()
                    .filter(channel -> channel.expires().filter(now::isBefore).isPresent())
                    .findFirst();
        }

        Optional<Instant> lastPush() {
            return channels.stream()
                    .flatMap(channel -> channel.lastPush().stream())
                    .max(Instant::compareTo);
        }

        /** The words of the last failure, if it was the last thing that happened. */
        Optional<String> trouble() {
            return state.filter(known -> known.failures() > 0).map(PushState::lastError);
        }

        boolean isPolledFor(String reason) {
            return state.filter(known -> known.mode() == PushState.Mode.POLLING)
                    .filter(known -> known.reason().equals(reason))
                    .isPresent();
        }
    }
}
