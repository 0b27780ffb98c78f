/** Turns the bytes of text parts into clean Unicode text and HTML that is safe to show. */
@NullMarked
package dev.waybill.message.text;

import org.jspecify.annotations.NullMarked;
