package dev.waybill.message.reply;

/**
 * Lines that introduce a quote.
 *
 * @param end behind its last line
 * @param sure enough to take all that follows for quoted, although no mark says so
 * @param block header fields or a divider, which programs put above quotes that are not marked
 */
record Header(int end, boolean sure, boolean block) {}
