/** Walks the structure of a mail and undoes its transfer encodings. */
@NullMarked
package dev.waybill.message.mime;

import org.jspecify.annotations.NullMarked;
