package dev.waybill.mailbox.graph;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.Bearer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls Graph for connected mailboxes, whose credentials it opens. */
final class GraphAccess {
    private final GraphCalls calls;
    private final Credentials credentials;
    private final AccessTokens tokens;

    GraphAccess(GraphCalls calls, Credentials credentials, AccessTokens tokens) {
        this.calls = calls;
        this.credentials = credentials;
        this.tokens = tokens;
    }

    @FunctionalInterface
    interface Ask<T extends @Nullable Object> {
        T of(GraphServiceClient graph, Connection.Graph at);
    }

    <T> T answer(Mailbox mailbox, Ask<T> ask) throws MailboxAccessException {
        Connection.Graph at = connection(mailbox);
        return calls.answer(at, bearer(mailbox), graph -> ask.of(graph, at));
    }

    /** Empty for what is not there. */
    <T> Optional<T> unlessGone(Mailbox mailbox, Ask<@Nullable T> ask) throws MailboxAccessException {
        try {
            return answer(mailbox, (graph, at) -> Optional.ofNullable(ask.of(graph, at)));
        } catch (MailboxAccessException e) {
            return empty(e);
        }
    }

    /** As {@link #unlessGone}, for a stream. */
    <T> Optional<T> mailUnlessGone(Mailbox mailbox, Ask<@Nullable T> ask) throws MailboxAccessException {
        Connection.Graph at = connection(mailbox);
        try {
            return calls.mail(at, bearer(mailbox), graph -> Optional.ofNullable(ask.of(graph, at)));
        } catch (MailboxAccessException e) {
            return empty(e);
        }
    }

    private static <T> Optional<T> empty(MailboxAccessException e) throws MailboxAccessException {
        if (e.reason().equals(GraphErrors.NOT_FOUND)) {
            return Optional.empty();
        }
        throw e;
    }

    private Bearer bearer(Mailbox mailbox) throws MailboxAccessException {
        return Bearer.of(mailbox.id(), credentials.open(mailbox.id()), tokens);
    }

    private static Connection.Graph connection(Mailbox mailbox) {
        if (mailbox.connection() instanceof Connection.Graph graph) {
            return graph;
        }
        throw new IllegalArgumentException("mailbox " + mailbox.id() + " is not one of Microsoft 365");
    }
}
