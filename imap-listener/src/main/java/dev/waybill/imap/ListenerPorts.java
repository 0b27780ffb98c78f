package dev.waybill.imap;

import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.ImapSessions;
import dev.waybill.mailbox.MailboxHealthLog;

/** What every watcher works with. */
record ListenerPorts(
        ImapSessions sessions,
        NoticeQueue queue,
        FolderMarks marks,
        MailboxHealthLog health,
        ListenerMetrics metrics,
        Time time) {}
