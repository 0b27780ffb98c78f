package dev.waybill.message.bounce;

import java.util.Locale;

/** Why a delivery failed: a closed list, on which rules and reports can rely. */
public enum BounceReason {
    /** The address does not exist, or does not any more. */
    USER_UNKNOWN,
    /** The domain does not exist, or takes no mail. */
    HOST_UNKNOWN,
    MAILBOX_FULL,
    MESSAGE_TOO_LARGE,
    /** A rule of the recipient's side: content, rate, form, or the recipient's own wish. */
    POLICY,
    /** Called spam or malicious, or sent by a host of bad reputation. */
    SPAM,
    /** SPF, DKIM or DMARC failed, or a login or encryption was missing. */
    AUTHENTICATION,
    /** The mailbox exists and is switched off. */
    SUSPENDED,
    /** Tried for too long. */
    EXPIRED,
    /** Servers could not reach or understand each other. */
    NETWORK,
    RELAYING,
    OTHER;

    /** The name in JSON and in tables. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
