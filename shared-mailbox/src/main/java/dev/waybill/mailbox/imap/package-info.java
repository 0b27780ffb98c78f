/**
 * IMAP by Angus Mail's protocol layer: no Store, no Folder, no event threads, no array with a place for each mail. Reads with
 * EXAMINE and PEEK only.
 */
@NullMarked
package dev.waybill.mailbox.imap;

import org.jspecify.annotations.NullMarked;
