/** Time as the consumer sees it. */
@NullMarked
package dev.waybill.consumer.pace;

import org.jspecify.annotations.NullMarked;
