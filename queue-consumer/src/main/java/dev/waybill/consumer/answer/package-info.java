/** What becomes of a pointer, by what happened to it. */
@NullMarked
package dev.waybill.consumer.answer;

import org.jspecify.annotations.NullMarked;
