package dev.waybill.mailbox.imap;

/** What a session does on any IMAP server. */
interface ImapSessionContract extends ImapFolderContract, ImapDownloadContract, ImapChangeContract, ImapWaitContract {}
