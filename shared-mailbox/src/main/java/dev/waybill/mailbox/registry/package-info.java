/** The registry of mailboxes in PostgreSQL, their states and folder marks, and each process's own copy of it. */
@NullMarked
package dev.waybill.mailbox.registry;

import org.jspecify.annotations.NullMarked;
