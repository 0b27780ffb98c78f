/** Claims pointers, keeps their leases, settles them. */
@NullMarked
package dev.waybill.consumer.loop;

import org.jspecify.annotations.NullMarked;
