@NullMarked
package dev.waybill.message.reading;

import org.jspecify.annotations.NullMarked;
