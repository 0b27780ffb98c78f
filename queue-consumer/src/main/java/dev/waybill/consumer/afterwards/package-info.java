/** What {@code after_processing} does in a mailbox, behind the commit. */
@NullMarked
package dev.waybill.consumer.afterwards;

import org.jspecify.annotations.NullMarked;
