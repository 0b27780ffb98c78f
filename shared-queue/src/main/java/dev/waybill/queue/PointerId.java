package dev.waybill.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/**
 * The identity of a pointer: 22 characters, the {@link MailboxKey} and 12 characters (72 bits) of the SHA-256 of kind, mailbox and
 * locator. Hints are no part of it. Short on purpose: an id lies in Redis twice for each waiting pointer.
 */
public record PointerId(String value) {
    public static final int LENGTH = 22;

    public PointerId {
        if (value.length() != LENGTH || !isBase64Url(value)) {
            throw new IllegalArgumentException(
                    "a pointer id has " + LENGTH + " characters of A-Z a-z 0-9 - _: '" + value + "'");
        }
    }

    static PointerId of(UUID mailbox, Locator locator) {
        String identity = locator.kind() + '\n' + mailbox + '\n' + identityOf(locator);
        return new PointerId(MailboxKey.of(mailbox).value()
                + Digest.base64Url(identity.getBytes(UTF_8), LENGTH - MailboxKey.LENGTH));
    }

    private static String identityOf(Locator locator) {
        return switch (locator) {
            case Locator.Imap i -> i.uidValidity() + "\n" + i.uid() + '\n' + i.folder();
            case Locator.Graph g -> g.messageId();
            case Locator.Gmail g -> g.messageId();
            case Locator.GmailHistory h -> "";
            case Locator.Reconcile r -> "";
        };
    }

    private static boolean isBase64Url(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    public MailboxKey mailbox() {
        return new MailboxKey(value.substring(0, MailboxKey.LENGTH));
    }

    @Override
    public String toString() {
        return value;
    }
}
