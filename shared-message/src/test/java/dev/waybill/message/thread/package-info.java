@NullMarked
package dev.waybill.message.thread;

import org.jspecify.annotations.NullMarked;
