/** Looks at mailboxes step by step, for the person who connects one or wonders why no mail comes. */
@NullMarked
package dev.waybill.mailbox.doctor;

import org.jspecify.annotations.NullMarked;
