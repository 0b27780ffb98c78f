package dev.waybill.cli.chaos;

/**
 * A mail that was put into a mailbox, and what has to become of it.
 *
 * @param token stands in its Message-ID and its subject, and in no other mail's
 * @param answers the token of the mail that it replies to, which may come later; empty if none
 * @param rawSha256 of its bytes, in hexadecimal digits
 * @param fileSha256 of its attachment; empty if it has none
 */
record SentMail(String token, String address, String answers, String rawSha256, String fileSha256) {}
