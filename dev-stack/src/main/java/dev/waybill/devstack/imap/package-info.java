/**
 * An IMAP server on loopback that speaks the protocol well until a script tells it not to: for what no real server does on demand. It
 * begins in {@link dev.waybill.devstack.imap.ScriptedImapServer}; {@link dev.waybill.devstack.imap.ImapTroubles} has the usual troubles.
 */
@NullMarked
package dev.waybill.devstack.imap;

import org.jspecify.annotations.NullMarked;
