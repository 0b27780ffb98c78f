package dev.waybill.devstack.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What changes a folder: STORE, COPY, MOVE (RFC 6851) and EXPUNGE of some UIDs (RFC 4315). */
final class FolderChanges {
    private FolderChanges() {}

    static void store(ScriptedFolder folder, String set, ImapWords words, ImapConversation with) throws IOException {
        String item = words.next().toUpperCase(Locale.ROOT);
        Set<String> flags = Set.of(words.next().split(" ", -1));
        for (long uid : uids(folder, set)) {
            folder.flag(uid, flags, !item.startsWith("-"));
            if (!item.endsWith(".SILENT")) {
                with.sayRaw(FolderFetch.one(folder, folder.sequence(uid), uid, "FLAGS"));
            }
        }
    }

    static void copy(ScriptedFolder folder, String set, ScriptedFolder target, boolean move) throws IOException {
        for (long uid : uids(folder, set)) {
            ScriptedMail mail = folder.mail(uid);
            var _ = target.deliver(mail.raw(), mail.received());
            if (move) {
                folder.expunge(uid);
            }
        }
    }

    static void expunge(ScriptedFolder folder, String set) throws IOException {
        for (long uid : uids(folder, set)) {
            if (folder.mail(uid).flags().contains("\\Deleted")) {
                folder.expunge(uid);
            }
        }
    }

    private static List<Long> uids(ScriptedFolder folder, String set) throws IOException {
        List<Long> uids = new ArrayList<>();
        UidRanges.each(folder, set, uids::add);
        return uids;
    }
}
