/** Gmail mailboxes by Google's own client. */
@NullMarked
package dev.waybill.mailbox.gmail;

import org.jspecify.annotations.NullMarked;
