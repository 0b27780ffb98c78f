/** Microsoft 365 mailboxes by Microsoft's own SDK. */
@NullMarked
package dev.waybill.mailbox.graph;

import org.jspecify.annotations.NullMarked;
