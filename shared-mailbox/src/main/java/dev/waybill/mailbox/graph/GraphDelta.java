package dev.waybill.mailbox.graph;

import com.microsoft.graph.models.Message;
import com.microsoft.graph.users.item.mailfolders.item.messages.delta.DeltaGetResponse;
import dev.waybill.mailbox.GraphMail.Changes;
import dev.waybill.mailbox.GraphMail.Folder;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code messages/delta} of a folder, without the changes of mails that were there. */
final class GraphDelta {
    private static final String REMOVED = "@removed";
    /** On every page; the most that Exchange gives. */
    private static final String PAGE = "odata.maxpagesize=1000";

    /** Exchange words it in several ways; a link that it does not take would be asked in vain for ever. */
    private static final Set<String> LINK_ENDED =
            Set.of(GraphErrors.SYNC_STATE_LOST, GraphErrors.NOT_FOUND, GraphErrors.INVALID_ID);

    private final GraphAccess access;

    GraphDelta(GraphAccess access) {
        this.access = access;
    }

    Changes changes(Mailbox mailbox, Folder folder, Optional<String> link) throws MailboxAccessException {
        try {
            return page(ask(mailbox, folder, link));
        } catch (MailboxAccessException e) {
            if (link.isPresent() && LINK_ENDED.contains(e.reason())) {
                return new Changes.Forgotten();
            }
            throw e;
        }
    }

    private DeltaGetResponse ask(Mailbox mailbox, Folder folder, Optional<String> link) throws MailboxAccessException {
        return access.answer(mailbox, (graph, at) -> {
            var delta = graph.users()
                    .byUserId(at.user())
                    .mailFolders()
                    .byMailFolderId(folder.id())
                    .messages()
                    .delta();
            // A link has the query of the first call in it.
            return link.isPresent()
                    ? delta.withUrl(link.get()).get(asked -> asked.headers.add("Prefer", PAGE))
                    : delta.get(asked -> {
                        asked.headers.add("Prefer", PAGE);
                        asked.queryParameters.select = SdkGraphMail.FIELDS;
                        asked.queryParameters.changeType = "created";
                    });
        });
    }

    private static Changes page(DeltaGetResponse answer) {
        Stream<Message> there = SdkGraphMail.present(answer.getValue())
                .filter(message -> !message.getAdditionalData().containsKey(REMOVED));
        return new Changes.Page(
                there.map(SdkGraphMail::message).toList(),
                Optional.ofNullable(answer.getOdataNextLink()),
                Optional.ofNullable(answer.getOdataDeltaLink()));
    }
}
