/** Tells what a mail is: its kind, what it reports, whether a machine wrote it, what of it is new. */
@NullMarked
package dev.waybill.message.reading;

import org.jspecify.annotations.NullMarked;
