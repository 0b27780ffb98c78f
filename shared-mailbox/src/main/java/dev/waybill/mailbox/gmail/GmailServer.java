package dev.waybill.mailbox.gmail;

import java.net.URI;

/**
 * Where the API is.
 *
 * @param root ends in a slash
 */
public record GmailServer(URI root) {
    public GmailServer {
        if (root.getHost() == null
                || !String.valueOf(root.getScheme()).matches("https?")
                || !root.toString().endsWith("/")) {
            throw new IllegalArgumentException(
                    "the address of Gmail must be such as https://gmail.googleapis.com/, not " + root);
        }
    }

    public static GmailServer usual() {
        return new GmailServer(URI.create("https://gmail.googleapis.com/"));
    }
}
