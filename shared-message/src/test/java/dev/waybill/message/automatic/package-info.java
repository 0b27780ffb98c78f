@NullMarked
package dev.waybill.message.automatic;

import org.jspecify.annotations.NullMarked;
