package dev.waybill.mailbox.gmail;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.GmailRequest;
import dev.waybill.mailbox.AccessTokens;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.Bearer;
import dev.waybill.mailbox.http.HttpTroubles;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.http.RetryAfter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Calls Gmail by Google's client, each call with a token of its mailbox; where the client's exceptions end. */
final class GmailAccess {
    private static final String SERVER = "Gmail";
    private static final String NAME = "Waybill";

    private final Gmail answers;
    private final Gmail mails;
    private final Credentials credentials;
    private final AccessTokens tokens;
    private final InstantSource clock;

    GmailAccess(
            ProviderHttp http, GmailServer server, Credentials credentials, AccessTokens tokens, InstantSource clock) {
        this.answers = client(http.answers(server.root()), server);
        this.mails = client(http.mails(server.root()), server);
        this.credentials = credentials;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** A request of a user, not yet sent. */
    @FunctionalInterface
    interface Ask<T> {
        GmailRequest<T> of(Gmail.Users users, String user) throws IOException;
    }

    @FunctionalInterface
    private interface Send<R, T> {
        R now(GmailRequest<T> request) throws IOException;
    }

    private static Gmail client(OkHttpClient http, GmailServer server) {
        return new Gmail.Builder(new OkHttpTransport(http), GsonFactory.getDefaultInstance(), request -> {
                    request.setFollowRedirects(false);
                    request.setNumberOfRetries(0);
                    request.setLoggingEnabled(false);
                })
                .setRootUrl(server.root().toString())
                .setServicePath("")
                .setApplicationName(NAME)
                .build();
    }

    <T> T answer(Mailbox mailbox, Ask<T> ask) throws MailboxAccessException {
        return send(answers, mailbox, ask, GmailRequest::execute);
    }

    /** Empty for what is not there. */
    <T> Optional<T> unlessGone(Mailbox mailbox, Ask<T> ask) throws MailboxAccessException {
        return unlessGone(() -> answer(mailbox, ask));
    }

    /** As {@link #unlessGone}; the response is to be read and disconnected by the caller. */
    <T> Optional<HttpResponse> mailUnlessGone(Mailbox mailbox, Ask<T> ask) throws MailboxAccessException {
        return unlessGone(() -> send(mails, mailbox, ask, GmailRequest::executeUnparsed));
    }

    private interface Attempt<T> {
        @Nullable
        T now() throws MailboxAccessException;
    }

    private static <T> Optional<T> unlessGone(Attempt<T> attempt) throws MailboxAccessException {
        try {
            return Optional.ofNullable(attempt.now());
        } catch (MailboxAccessException e) {
            if (e.reason().equals(GmailErrors.NOT_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <R, T> R send(Gmail gmail, Mailbox mailbox, Ask<T> ask, Send<R, T> send) throws MailboxAccessException {
        String user = user(mailbox);
        return Bearer.of(mailbox.id(), credentials.open(mailbox.id()), tokens).use(token -> {
            try {
                GmailRequest<T> request = ask.of(gmail.users(), user);
                request.setDisableGZipContent(true);
                request.getRequestHeaders().setAuthorization("Bearer " + token);
                return send.now(request);
            } catch (HttpResponseException e) {
                throw refused(e);
            } catch (IOException | IllegalArgumentException e) {
                throw HttpTroubles.of(SERVER, e);
            }
        });
    }

    private MailboxAccessException refused(HttpResponseException e) {
        Object header = e.getHeaders() == null ? null : e.getHeaders().getFirstHeaderStringValue("Retry-After");
        Optional<Duration> retryAfter =
                header == null ? Optional.empty() : RetryAfter.of(header.toString(), clock.instant());
        return GmailErrors.refused(e.getStatusCode(), reason(e), retryAfter, e);
    }

    private static String reason(HttpResponseException e) {
        GoogleJsonError details = e instanceof GoogleJsonResponseException json ? json.getDetails() : null;
        if (details == null
                || details.getErrors() == null
                || details.getErrors().isEmpty()) {
            return "";
        }
        String reason = details.getErrors().getFirst().getReason();
        return reason == null ? "" : reason;
    }

    private static String user(Mailbox mailbox) {
        if (mailbox.connection() instanceof Connection.Gmail(String user)) {
            return user;
        }
        throw new IllegalArgumentException("mailbox " + mailbox.id() + " is not one of Gmail");
    }
}
