/** Which ticket a mail belongs to, and what is written of it. */
@NullMarked
package dev.waybill.consumer.ticket;

import org.jspecify.annotations.NullMarked;
