package dev.waybill.cli.inspect;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.Reading;

/**
 * What was found out about one mail.
 *
 * @param file as it was named, {@code -} for standard input
 * @param size in bytes
 * @param sha256 of all its bytes, lower-case hex
 */
record Inspection(String file, long size, String sha256, ParsedMail mail, Reading reading) {}
