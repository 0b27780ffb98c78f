package dev.waybill.ingress.push;

import java.util.Map;
import java.util.UUID;

/** What providers asked us to do about channels, from the replica that was asked to the one that leads the upkeep. */
public interface UpkeepRequests {
    /** What is to be done about a channel. */
    enum Wish {
        /** Renew it now, whenever it expires. */
        RENEW,
        /** The provider has ended it: make another one. */
        RECREATE
    }

    /**
     * Leaves them for the upkeep, in one round trip; asked twice is asked once.
     *
     * @throws dev.waybill.queue.QueueException nothing is promised; the provider has to repeat itself
     */
    void ask(Map<UUID, Wish> byChannel);

    Map<UUID, Wish> waiting();

    /** It was done; a wish that changed meanwhile stays. */
    void done(UUID channel, Wish wish);
}
