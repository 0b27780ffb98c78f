package dev.waybill.mailbox.push;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The states of push in PostgreSQL. */
public interface PushStates {
    Map<UUID, PushState> all();

    Optional<PushState> find(UUID mailbox);

    /** False if we lead the upkeep no more, or there is no such mailbox. */
    boolean save(PushState state);
}
