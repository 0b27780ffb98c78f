/** Reads which deliveries a report says have failed, and why: by RFC 3464 and 6533, else by the texts of the servers that send no such status. */
@NullMarked
package dev.waybill.message.bounce;

import org.jspecify.annotations.NullMarked;
