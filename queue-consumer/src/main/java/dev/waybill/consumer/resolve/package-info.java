/** From pointers to mails. */
@NullMarked
package dev.waybill.consumer.resolve;

import org.jspecify.annotations.NullMarked;
