/** What the APIs of providers share: one HTTP client, bounds, whose token opens a mailbox, what a broken connection means. */
@NullMarked
package dev.waybill.mailbox.http;

import org.jspecify.annotations.NullMarked;
