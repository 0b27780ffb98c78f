/** Secrets of mailboxes, encrypted with Tink under a keyset that only the services hold. */
@NullMarked
package dev.waybill.mailbox.credential;

import org.jspecify.annotations.NullMarked;
