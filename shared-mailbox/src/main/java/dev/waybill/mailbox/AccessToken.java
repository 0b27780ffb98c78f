package dev.waybill.mailbox;

import java.time.Instant;

/**
 * Opens a mailbox for a while. Its text never shows it.
 *
 * @param refreshAt from when on a new one is asked for, while this one still works
 */
public record AccessToken(String value, Instant fetchedAt, Instant refreshAt, Instant expiresAt) {
    @Override
    public String toString() {
        return "AccessToken[until " + expiresAt + "]";
    }
}
