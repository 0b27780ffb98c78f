@NullMarked
package dev.waybill.consumer;

import org.jspecify.annotations.NullMarked;
