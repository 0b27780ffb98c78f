@NullMarked
package dev.waybill.queue;

import org.jspecify.annotations.NullMarked;
