/** Reply texts scored: cases of our own, and real mails with what their authors expect. */
@NullMarked
package dev.waybill.message.reply;

import org.jspecify.annotations.NullMarked;
