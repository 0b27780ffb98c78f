package dev.waybill.imap;

import dev.waybill.mailbox.MailboxState;
import java.util.Locale;

/** What a watcher is at, for figures. */
enum WatcherPhase {
    CONNECTING,
    ACTIVE,
    AUTH_FAILED,
    UNREACHABLE,
    QUOTA,
    PAUSED;

    static WatcherPhase of(MailboxState state) {
        return switch (state) {
            case ACTIVE -> ACTIVE;
            case PAUSED -> PAUSED;
            case AUTH_FAILED -> AUTH_FAILED;
            case UNREACHABLE -> UNREACHABLE;
            case QUOTA -> QUOTA;
        };
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
