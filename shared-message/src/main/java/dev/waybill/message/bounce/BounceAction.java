package dev.waybill.message.bounce;

import java.util.Locale;
import java.util.Optional;

/** What a server did about one recipient (RFC 3464 §2.3.3). */
public enum BounceAction {
    FAILED,
    DELAYED,
    DELIVERED,
    RELAYED,
    EXPANDED;

    /** The name in JSON, as in the RFC. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<BounceAction> of(String word) {
        for (BounceAction action : values()) {
            if (action.code().equals(word)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
