/** From a staged mail to its committed effects. */
@NullMarked
package dev.waybill.consumer.process;

import org.jspecify.annotations.NullMarked;
