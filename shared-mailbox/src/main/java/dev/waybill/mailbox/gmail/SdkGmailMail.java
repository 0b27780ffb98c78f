package dev.waybill.mailbox.gmail;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.gmail.model.Label;
import com.google.api.services.gmail.model.ListHistoryResponse;
import com.google.api.services.gmail.model.ListMessagesResponse;
import com.google.api.services.gmail.model.Message;
import com.google.api.services.gmail.model.ModifyMessageRequest;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.HttpTroubles;
import dev.waybill.mailbox.http.ProviderHttp;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gmail mailboxes by Google's client. */
public final class SdkGmailMail implements GmailMail {
    private static final long PAGE = 500;
    private static final List<String> TYPES = List.of("messageAdded", "labelAdded");
    private static final String INBOX = "INBOX";
    private static final String TRASH = "TRASH";
    /** What Gmail gives every mailbox: ids that are names. */
    private static final Set<String> SYSTEM =
            Set.of(INBOX, "SENT", "DRAFT", "SPAM", TRASH, "STARRED", "IMPORTANT", "UNREAD");

    private final GmailAccess access;

    public SdkGmailMail(
            Credentials credentials, AccessTokens tokens, ProviderHttp http, GmailServer server, InstantSource clock) {
        this.access = new GmailAccess(http, server, credentials, tokens, clock);
    }

    @Override
    public BigInteger historyId(Mailbox mailbox) throws MailboxAccessException {
        return number(
                access.answer(mailbox, (users, user) -> users.getProfile(user)).getHistoryId());
    }

    @Override
    public String label(Mailbox mailbox, String named) throws MailboxAccessException {
        if (SYSTEM.contains(named.toUpperCase(Locale.ROOT))) {
            return named.toUpperCase(Locale.ROOT);
        }
        List<Label> labels = access.answer(
                        mailbox, (users, user) -> users.labels().list(user))
                .getLabels();
        return present(labels)
                .filter(label -> named.equals(label.getId()) || named.equalsIgnoreCase(label.getName()))
                .map(Label::getId)
                .findFirst()
                .orElseThrow(() -> new MailboxAccessException(
                        FailureClass.TRANSIENT,
                        "folder_not_found",
                        "the mailbox has no label '" + named + "'; make it, or correct its name",
                        null,
                        null));
    }

    /** No label is asked for: an unknown one would be answered as a forgotten id is. */
    @Override
    public History history(Mailbox mailbox, BigInteger since, Optional<String> next) throws MailboxAccessException {
        Optional<ListHistoryResponse> found = access.unlessGone(
                mailbox,
                (users, user) -> users.history()
                        .list(user)
                        .setStartHistoryId(since)
                        .setHistoryTypes(TYPES)
                        .setMaxResults(PAGE)
                        .setPageToken(next.orElse(null)));
        if (found.isEmpty()) {
            return new History.Forgotten();
        }
        ListHistoryResponse page = found.get();
        return new History.Page(
                present(page.getHistory()).flatMap(SdkGmailMail::arrivals).toList(),
                Optional.ofNullable(page.getNextPageToken()),
                number(page.getHistoryId()));
    }

    private static Stream<Arrival> arrivals(com.google.api.services.gmail.model.History entry) {
        Stream<Arrival> came = present(entry.getMessagesAdded())
                .filter(added -> added.getMessage() != null)
                .map(added -> arrival(added.getMessage(), added.getMessage().getLabelIds()));
        Stream<Arrival> labelled = present(entry.getLabelsAdded())
                .filter(added -> added.getMessage() != null)
                .map(added -> arrival(added.getMessage(), added.getLabelIds()));
        return Stream.concat(came, labelled);
    }

    private static Arrival arrival(Message message, @Nullable List<String> added) {
        Set<String> labels = new HashSet<>(present(message.getLabelIds()).toList());
        return new Arrival(message.getId(), labels, new HashSet<>(present(added).toList()));
    }

    @Override
    public Page list(Mailbox mailbox, String labelId, Instant since, Optional<String> next)
            throws MailboxAccessException {
        ListMessagesResponse page = access.answer(
                mailbox,
                (users, user) -> users.messages()
                        .list(user)
                        .setLabelIds(List.of(labelId))
                        .setQ("after:" + since.getEpochSecond())
                        .setMaxResults(PAGE)
                        .setPageToken(next.orElse(null)));
        return new Page(
                present(page.getMessages()).map(Message::getId).toList(), Optional.ofNullable(page.getNextPageToken()));
    }

    @Override
    public Optional<RawMail> open(Mailbox mailbox, String messageId, long maxBytes) throws MailboxAccessException {
        Optional<HttpResponse> response = access.mailUnlessGone(
                mailbox, (users, user) -> users.messages().get(user, messageId).setFormat("raw"));
        if (response.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RawMessage(response.get(), maxBytes));
        } catch (IOException e) {
            throw HttpTroubles.of("Gmail", e);
        }
    }

    @Override
    public boolean change(Mailbox mailbox, String messageId, AfterProcessing how) throws MailboxAccessException {
        return switch (how) {
            case AfterProcessing.Keep keep -> true;
            case AfterProcessing.MarkSeen seen -> relabel(mailbox, messageId, List.of(), List.of("UNREAD"));
            case AfterProcessing.Move(String label) ->
                relabel(mailbox, messageId, List.of(label(mailbox, label)), watched(mailbox, label));
            case AfterProcessing.Delete delete -> relabel(mailbox, messageId, List.of(TRASH), watched(mailbox, TRASH));
        };
    }

    private List<String> watched(Mailbox mailbox, String but) throws MailboxAccessException {
        List<String> labels = new ArrayList<>();
        for (String folder : mailbox.folders()) {
            String id = label(mailbox, folder);
            if (!id.equals(label(mailbox, but))) {
                labels.add(id);
            }
        }
        return labels;
    }

    private boolean relabel(Mailbox mailbox, String messageId, List<String> added, List<String> removed)
            throws MailboxAccessException {
        ModifyMessageRequest change =
                new ModifyMessageRequest().setAddLabelIds(added).setRemoveLabelIds(removed);
        return access.unlessGone(mailbox, (users, user) -> users.messages().modify(user, messageId, change))
                .isPresent();
    }

    static BigInteger number(@Nullable BigInteger number) {
        return number == null ? BigInteger.ZERO : number;
    }

    private static <T> Stream<T> present(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }
}
