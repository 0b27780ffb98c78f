package dev.waybill.message.bounce;

/** When in its conversation a server refused a mail (RFC 5321 §3.3). */
enum Stage {
    SENDER,
    RECIPIENT,
    CONTENT,
    UNKNOWN
}
