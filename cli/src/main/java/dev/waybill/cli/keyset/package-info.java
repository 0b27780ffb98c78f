/** The keyset that credentials of mailboxes are encrypted under: made, and told apart from another. */
@NullMarked
package dev.waybill.cli.keyset;

import org.jspecify.annotations.NullMarked;
