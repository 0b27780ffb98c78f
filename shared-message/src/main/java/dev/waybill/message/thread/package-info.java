/** Finds what a mail belongs to: the conversation, and the address that it was delivered to. */
@NullMarked
package dev.waybill.message.thread;

import org.jspecify.annotations.NullMarked;
