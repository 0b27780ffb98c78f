package dev.waybill.mailbox.graph;

import com.microsoft.graph.models.MailFolder;
import com.microsoft.graph.models.MailFolderCollectionResponse;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.GraphMail.Folder;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds folders by what people call them: the well-known names work in every language, display names are the mailbox's own. */
final class GraphFolders {
    /** Of Graph's mailFolder resource; each is an id by itself. */
    private static final Set<String> WELL_KNOWN = Set.of(
            "archive",
            "clutter",
            "conversationhistory",
            "deleteditems",
            "drafts",
            "inbox",
            "junkemail",
            "msgfolderroot",
            "outbox",
            "sentitems");

    private static final int MOST_FOLDERS = 500;

    private final GraphAccess access;

    GraphFolders(GraphAccess access) {
        this.access = access;
    }

    Folder find(Mailbox mailbox, String named) throws MailboxAccessException {
        String lower = named.toLowerCase(Locale.ROOT);
        if (WELL_KNOWN.contains(lower)) {
            return byId(mailbox, lower).orElseThrow(() -> notThere(named));
        }
        Optional<Folder> byName = byPath(mailbox, List.of(named.split("/", -1)));
        if (byName.isPresent()) {
            return byName.get();
        }
        boolean mayBeId = named.length() >= 20 && named.matches("[A-Za-z0-9_=-]+");
        return (mayBeId ? byId(mailbox, named) : Optional.<Folder>empty()).orElseThrow(() -> notThere(named));
    }

    private Optional<Folder> byId(Mailbox mailbox, String id) throws MailboxAccessException {
        return access.unlessGone(
                        mailbox,
                        (graph, at) -> graph.users()
                                .byUserId(at.user())
                                .mailFolders()
                                .byMailFolderId(id)
                                .get())
                .map(GraphFolders::folder);
    }

    private Optional<Folder> byPath(Mailbox mailbox, List<String> path) throws MailboxAccessException {
        Optional<Folder> found = named(
                path.getFirst(),
                access.answer(
                        mailbox,
                        (graph, at) -> graph.users()
                                .byUserId(at.user())
                                .mailFolders()
                                .get(asked -> asked.queryParameters.top = MOST_FOLDERS)));
        for (String name : path.subList(1, path.size())) {
            if (found.isEmpty()) {
                return found;
            }
            String parent = found.get().id();
            found = named(
                    name,
                    access.answer(
                            mailbox,
                            (graph, at) -> graph.users()
                                    .byUserId(at.user())
                                    .mailFolders()
                                    .byMailFolderId(parent)
                                    .childFolders()
                                    .get(asked -> asked.queryParameters.top = MOST_FOLDERS)));
        }
        return found;
    }

    private static Optional<Folder> named(String name, MailFolderCollectionResponse answer) {
        return SdkGraphMail.present(answer.getValue())
                .filter(folder -> name.equalsIgnoreCase(SdkGraphMail.text(folder.getDisplayName())))
                .map(GraphFolders::folder)
                .findFirst();
    }

    private static Folder folder(MailFolder folder) {
        return new Folder(SdkGraphMail.text(folder.getId()), SdkGraphMail.text(folder.getDisplayName()));
    }

    private static MailboxAccessException notThere(String named) {
        return new MailboxAccessException(
                FailureClass.TRANSIENT,
                "folder_not_found",
                "the mailbox has no folder '" + named
                        + "'; make it, or correct its name (inbox, or a path of names such as" + " Support/Urgent)",
                null,
                null);
    }
}
