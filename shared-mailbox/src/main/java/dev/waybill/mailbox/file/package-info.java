/** Mailboxes from a YAML file in the shape that mail_room made known. */
@NullMarked
package dev.waybill.mailbox.file;

import org.jspecify.annotations.NullMarked;
