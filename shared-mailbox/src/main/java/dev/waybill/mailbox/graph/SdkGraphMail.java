package dev.waybill.mailbox.graph;

import com.microsoft.graph.models.ExchangeIdFormat;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.SingleValueLegacyExtendedProperty;
import com.microsoft.graph.users.item.messages.item.MessageItemRequestBuilder;
import com.microsoft.graph.users.item.messages.item.move.MovePostRequestBody;
import com.microsoft.graph.users.item.translateexchangeids.TranslateExchangeIdsPostRequestBody;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.CappedStream;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.ProviderHttp;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Microsoft 365 mailboxes by the Graph SDK. */
public final class SdkGraphMail implements GraphMail {
    static final String[] FIELDS = {"id", "parentFolderId", "receivedDateTime", "isDraft"};
    /** PidTagMessageSize (MS-OXPROPS): Graph has no property of its own for it. */
    private static final String[] SIZE = {"singleValueExtendedProperties($filter=id eq 'Integer 0x0E08')"};

    private static final int PAGE = 500;
    private static final String BIN = "deleteditems";

    private final GraphAccess access;
    private final GraphFolders folders;
    private final GraphDelta delta;

    public SdkGraphMail(
            Credentials credentials,
            AccessTokens tokens,
            ProviderHttp http,
            GraphServers servers,
            InstantSource clock) {
        this.access = new GraphAccess(new GraphCalls(http, servers, clock), credentials, tokens);
        this.folders = new GraphFolders(access);
        this.delta = new GraphDelta(access);
    }

    @Override
    public Optional<Item> find(Mailbox mailbox, String messageId) throws MailboxAccessException {
        return access.unlessGone(
                        mailbox,
                        (graph, at) -> item(graph, at, messageId).get(asked -> {
                            asked.queryParameters.select = FIELDS;
                            asked.queryParameters.expand = SIZE;
                        }))
                .map(SdkGraphMail::message);
    }

    @Override
    public Optional<InputStream> open(Mailbox mailbox, String messageId, long maxBytes) throws MailboxAccessException {
        return access.mailUnlessGone(
                        mailbox,
                        (graph, at) -> item(graph, at, messageId).content().get())
                .map(content -> new CappedStream(content, maxBytes));
    }

    @Override
    public Optional<String> immutableId(Mailbox mailbox, String changingId) throws MailboxAccessException {
        TranslateExchangeIdsPostRequestBody asked = new TranslateExchangeIdsPostRequestBody();
        asked.setInputIds(List.of(changingId));
        asked.setSourceIdType(ExchangeIdFormat.RestId);
        asked.setTargetIdType(ExchangeIdFormat.RestImmutableEntryId);
        return access.unlessGone(
                        mailbox,
                        (graph, at) -> graph.users()
                                .byUserId(at.user())
                                .translateExchangeIds()
                                .post(asked))
                .flatMap(answer -> present(answer.getValue())
                        .map(id -> id.getTargetId())
                        .filter(id -> id != null && !id.isEmpty())
                        .findFirst());
    }

    @Override
    public boolean change(Mailbox mailbox, String messageId, AfterProcessing how) throws MailboxAccessException {
        return switch (how) {
            case AfterProcessing.Keep keep -> true;
            case AfterProcessing.MarkSeen seen -> {
                Message read = new Message();
                read.setIsRead(true);
                yield access.unlessGone(
                                mailbox,
                                (graph, at) -> item(graph, at, messageId).patch(read))
                        .isPresent();
            }
            case AfterProcessing.Move(String target) -> move(mailbox, messageId, target);
            case AfterProcessing.Delete delete -> move(mailbox, messageId, BIN);
        };
    }

    /** Looks first: a mail that is moved to where it is may become a second one, one deleted in the bin is gone for good. */
    private boolean move(Mailbox mailbox, String messageId, String target) throws MailboxAccessException {
        Folder folder = folder(mailbox, target);
        Optional<Item> found = find(mailbox, messageId);
        if (found.isEmpty() || found.get().folderId().equals(folder.id())) {
            return found.isPresent();
        }
        MovePostRequestBody to = new MovePostRequestBody();
        to.setDestinationId(folder.id());
        return access.unlessGone(
                        mailbox,
                        (graph, at) -> item(graph, at, messageId).move().post(to))
                .isPresent();
    }

    @Override
    public Folder folder(Mailbox mailbox, String named) throws MailboxAccessException {
        return folders.find(mailbox, named);
    }

    @Override
    public Page list(Mailbox mailbox, Folder folder, Instant since, Optional<String> next)
            throws MailboxAccessException {
        return access.answer(mailbox, (graph, at) -> {
            var messages = graph.users()
                    .byUserId(at.user())
                    .mailFolders()
                    .byMailFolderId(folder.id())
                    .messages();
            MessageCollectionResponse page = next.isPresent()
                    ? messages.withUrl(next.get()).get()
                    : messages.get(asked -> {
                        asked.queryParameters.select = FIELDS;
                        asked.queryParameters.filter = "receivedDateTime ge " + since.truncatedTo(ChronoUnit.SECONDS);
                        asked.queryParameters.orderby = new String[] {"receivedDateTime asc"};
                        asked.queryParameters.top = PAGE;
                    });
            return new Page(
                    present(page.getValue()).map(SdkGraphMail::message).toList(),
                    Optional.ofNullable(page.getOdataNextLink()));
        });
    }

    @Override
    public Changes changes(Mailbox mailbox, Folder folder, Optional<String> link) throws MailboxAccessException {
        return delta.changes(mailbox, folder, link);
    }

    private static MessageItemRequestBuilder item(
            com.microsoft.graph.serviceclient.GraphServiceClient graph, Connection.Graph at, String messageId) {
        return graph.users().byUserId(at.user()).messages().byMessageId(messageId);
    }

    static Item message(Message message) {
        OffsetDateTime received = message.getReceivedDateTime();
        return new Item(
                text(message.getId()),
                text(message.getParentFolderId()),
                received == null ? Instant.EPOCH : received.toInstant(),
                Boolean.TRUE.equals(message.getIsDraft()),
                present(message.getSingleValueExtendedProperties())
                        .map(SingleValueLegacyExtendedProperty::getValue)
                        .filter(size -> size != null && size.matches("\\d{1,18}"))
                        .mapToLong(Long::parseLong)
                        .findFirst());
    }

    static <T> Stream<T> present(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
