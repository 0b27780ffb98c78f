package dev.waybill.message.reply;

/**
 * A reply in three parts. Together they hold every line of the body that is not blank once, each part in the body's
 * order; a line that an attribution shares with the sender's words is parted in two.
 *
 * @param visible what the sender wrote; in doubt a line is here
 * @param quoted what is quoted, with the lines that introduce it, as it stood
 * @param signature the signature, lines that programs add, and legal text
 */
public record ReplyText(String visible, String quoted, String signature) {}
