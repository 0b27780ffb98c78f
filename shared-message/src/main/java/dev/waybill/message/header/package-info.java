/** Reads single header fields: text, addresses, dates, ids, parameters. */
@NullMarked
package dev.waybill.message.header;

import org.jspecify.annotations.NullMarked;
