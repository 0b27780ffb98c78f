/** Tells mail of machines, and which mail must never be answered. */
@NullMarked
package dev.waybill.message.automatic;

import org.jspecify.annotations.NullMarked;
