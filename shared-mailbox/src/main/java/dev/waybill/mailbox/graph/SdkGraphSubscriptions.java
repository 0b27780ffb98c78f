package dev.waybill.mailbox.graph;

import com.microsoft.graph.models.Subscription;
import com.microsoft.graph.models.SubscriptionCollectionResponse;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.GraphSubscriptions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.ProviderHttp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Subscriptions by the Graph SDK. */
public final class SdkGraphSubscriptions implements GraphSubscriptions {
    private static final int MOST_PAGES = 100;
    private static final String CREATED = "created";

    private final GraphAccess access;

    public SdkGraphSubscriptions(
            Credentials credentials,
            AccessTokens tokens,
            ProviderHttp http,
            GraphServers servers,
            InstantSource clock) {
        this.access = new GraphAccess(new GraphCalls(http, servers, clock), credentials, tokens);
    }

    @Override
    public List<Subscribed> list(Mailbox mailbox) throws MailboxAccessException {
        List<Subscribed> all = new ArrayList<>();
        String next = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            String from = next;
            SubscriptionCollectionResponse answer = access.answer(
                    mailbox,
                    (graph, at) -> from.isEmpty()
                            ? graph.subscriptions().get()
                            : graph.subscriptions().withUrl(from).get());
            SdkGraphMail.present(answer.getValue())
                    .map(SdkGraphSubscriptions::subscription)
                    .forEach(all::add);
            next = SdkGraphMail.text(answer.getOdataNextLink());
            if (next.isEmpty()) {
                break;
            }
        }
        return all;
    }

    @Override
    public Subscribed create(Mailbox mailbox, Wanted wanted) throws MailboxAccessException {
        return access.answer(mailbox, (graph, at) -> {
            Subscription asked = new Subscription();
            asked.setChangeType(CREATED);
            asked.setResource(GraphSubscriptions.resource(at, wanted.folder()));
            asked.setNotificationUrl(wanted.notificationUrl().toString());
            asked.setLifecycleNotificationUrl(wanted.lifecycleUrl().toString());
            asked.setClientState(wanted.clientState());
            asked.setExpirationDateTime(at(wanted.until()));
            return subscription(graph.subscriptions().post(asked));
        });
    }

    @Override
    public Optional<Subscribed> renew(Mailbox mailbox, String id, Instant until) throws MailboxAccessException {
        Subscription asked = new Subscription();
        asked.setExpirationDateTime(at(until));
        return access.unlessGone(
                        mailbox,
                        (graph, at) ->
                                graph.subscriptions().bySubscriptionId(id).patch(asked))
                .map(SdkGraphSubscriptions::subscription);
    }

    @Override
    public boolean delete(Mailbox mailbox, String id) throws MailboxAccessException {
        return access.unlessGone(mailbox, (graph, at) -> {
                    graph.subscriptions().bySubscriptionId(id).delete();
                    return id;
                })
                .isPresent();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC);
    }

    private static Subscribed subscription(Subscription found) {
        OffsetDateTime expires = found.getExpirationDateTime();
        return new Subscribed(
                SdkGraphMail.text(found.getId()),
                SdkGraphMail.text(found.getResource()),
                SdkGraphMail.text(found.getNotificationUrl()),
                Optional.ofNullable(found.getLifecycleNotificationUrl()),
                expires == null ? Instant.EPOCH : expires.toInstant());
    }
}
