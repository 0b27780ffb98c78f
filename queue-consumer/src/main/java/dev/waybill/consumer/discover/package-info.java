/** From "look at this mailbox" to pointers at its mails. */
@NullMarked
package dev.waybill.consumer.discover;

import org.jspecify.annotations.NullMarked;
