package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.util.SocketConnectException;
import org.jspecify.annotations.Nullable;

/**
 * What the exceptions of Angus Mail and the answers of one server mean. Decided by the type of the exception and by the response codes
 * of RFC 9051 §7.1 and RFC 5530, never by text; the text is only quoted.
 */
final class ImapFailures {
    private static final int DEEPEST_CAUSE = 16;

    private final String server;
    private final String host;

    ImapFailures(Connection.Imap target) {
        this.host = target.host();
        this.server = target.host() + ":" + target.port();
    }

    /** The connection did not come about. */
    MailboxAccessException connecting(MailSocket.Phase phase, boolean outOfTime, Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof RefusedAddressException refused) {
                return transientFailure("connect_failed", ServerWords.quoted(refused.getMessage()), failure);
            }
            if (cause instanceof UnknownHostException) {
                return transientFailure(
                        "unknown_host",
                        "no address is known for the host " + host + "; check its spelling, or the DNS",
                        failure);
            }
        }
        if (outOfTime) {
            return transientFailure(
                    "timeout", server + " took too long to connect and to log in; it is tried again", failure);
        }
        return switch (phase) {
            case CONNECTING ->
                transientFailure(
                        "connect_failed",
                        server
                                + (anyOf(causes, SocketTimeoutException.class)
                                        ? " does not answer"
                                        : " takes no connection")
                                + "; check host and port, and whether a firewall is between",
                        failure);
            case ENCRYPTING -> transientFailure("tls_failed", tlsSentence(causes), failure);
            case OPEN -> broken("greeting", failure);
        };
    }

    private String tlsSentence(List<Throwable> causes) {
        String why = causes.stream()
                .filter(CertificateException.class::isInstance)
                .reduce((outer, inner) -> inner)
                .or(() -> causes.stream().filter(SSLException.class::isInstance).findFirst())
                .map(Throwable::getMessage)
                .map(ServerWords::quoted)
                .orElse("no answer");
        if (anyOf(causes, CertificateExpiredException.class)) {
            return "the TLS certificate of " + server + " has expired (" + why + "); its owner must renew it";
        }
        if (anyOf(causes, CertPathValidatorException.class) || anyOf(causes, CertificateException.class)) {
            return "the TLS certificate of " + server + " is not trusted (" + why
                    + "); check the host name, or name the certificate of its authority in"
                    + " waybill.mailbox.imap.ca-file";
        }
        if (anyOf(causes, java.security.cert.CertPathBuilderException.class)) {
            return "the TLS certificate of " + server
                    + " is not trusted (no known authority signed it); name the certificate of"
                    + " its authority in waybill.mailbox.imap.ca-file";
        }
        return "TLS with " + server + " failed (" + why
                + "); check the port (TLS is usually 993, STARTTLS 143) and the security setting";
    }

    /** The server offers no encryption where it is required. */
    MailboxAccessException noStartTls() {
        return transientFailure(
                "tls_failed",
                server
                        + " offers no STARTTLS, and without it password and mail would be readable on the way; choose"
                        + " TLS (port 993)",
                null);
    }

    /** The server answered NO or BAD; the connection is fine. */
    MailboxAccessException refused(String doing, Response answer) {
        return refusedFor(doing, answer, FailureClass.TRANSIENT, "server_error", "");
    }

    /** The server answered NO or BAD to a login; without a code that says otherwise NO means the credential. */
    MailboxAccessException loginRefused(Response answer, String password) {
        return answer.isNO()
                ? refusedFor("logging in", answer, FailureClass.CREDENTIAL, "auth_failed", password)
                : refusedFor("logging in", answer, FailureClass.TRANSIENT, "server_error", password);
    }

    /**
     * The server refused an access token that the token endpoint had just given.
     *
     * @param told what it said in the exchange, or empty
     */
    MailboxAccessException tokenRefused(Response answer, String mechanism, String told, String token) {
        MailboxAccessException meaning = loginRefused(answer, token);
        if (meaning.failureClass() != FailureClass.CREDENTIAL) {
            return meaning;
        }
        return new MailboxAccessException(
                FailureClass.CREDENTIAL,
                "auth_failed",
                server + " refused the access token (" + mechanism + (told.isEmpty() ? "" : ": " + told) + ")"
                        + ServerWords.quote(answer, token)
                        + "; the token endpoint gave it, so check the user name, the scope, and that IMAP is allowed"
                        + " for this mailbox and application",
                null,
                null);
    }

    /** No way to log in with an access token. */
    MailboxAccessException noTokenLogin() {
        return new MailboxAccessException(
                FailureClass.CREDENTIAL,
                "auth_failed",
                server
                        + " takes no access tokens (neither AUTH=OAUTHBEARER nor AUTH=XOAUTH2 is among its"
                        + " capabilities); choose TLS or STARTTLS if it is not encrypted, else use a password",
                null,
                null);
    }

    /** No way to log in with a password. */
    MailboxAccessException noPasswordLogin() {
        return new MailboxAccessException(
                FailureClass.CREDENTIAL,
                "auth_failed",
                server
                        + " takes no password over this connection; choose TLS or STARTTLS if it is not encrypted,"
                        + " else the server wants another way to log in (such as OAuth)",
                null,
                null);
    }

    MailboxAccessException noFolder(String folder, @Nullable Throwable cause) {
        return transientFailure(
                "folder_not_found",
                server + " has no folder '" + folder
                        + "' in this mailbox; make it, or correct the name (upper and lower case and"
                        + " the separator count)",
                cause);
    }

    MailboxAccessException readOnly(String folder) {
        return transientFailure(
                "folder_read_only",
                server + " lets us only read the folder '" + folder
                        + "'; give the user the right to change it, or set after_processing to keep",
                null);
    }

    /** Whether the answer says that the folder is not there, so clearly that nobody need ask. */
    static boolean saysNoFolder(Response answer) {
        String code = ServerWords.code(answer);
        return code.equals("NONEXISTENT") || code.equals("TRYCREATE");
    }

    private MailboxAccessException refusedFor(
            String doing, Response answer, FailureClass otherwise, String otherReason, String password) {
        String said = server + " refused " + doing + ServerWords.quote(answer, password);
        return switch (ServerWords.code(answer)) {
            case "AUTHENTICATIONFAILED",
                    "AUTHORIZATIONFAILED",
                    "EXPIRED",
                    "PRIVACYREQUIRED",
                    "CONTACTADMIN",
                    "WEBALERT" ->
                new MailboxAccessException(
                        FailureClass.CREDENTIAL,
                        "auth_failed",
                        said
                                + "; check user name and password, and whether the provider wants a password for"
                                + " applications",
                        null,
                        null);
            case "OVERQUOTA" ->
                new MailboxAccessException(
                        FailureClass.THROTTLED,
                        "over_quota",
                        said + "; the mailbox or its bandwidth is over its quota, it is tried again later",
                        null,
                        null);
            case "LIMIT", "THROTTLED" ->
                new MailboxAccessException(
                        FailureClass.THROTTLED,
                        "throttled",
                        said + "; the provider limits us, it is tried again later",
                        null,
                        null);
            case "NONEXISTENT", "TRYCREATE" ->
                transientFailure("folder_not_found", said + "; make the folder, or correct its name", null);
            case "UNAVAILABLE", "SERVERBUG", "INUSE" ->
                transientFailure("server_error", said + "; the server has a problem, it is tried again", null);
            default ->
                new MailboxAccessException(
                        otherwise,
                        otherReason,
                        said
                                + (otherwise == FailureClass.CREDENTIAL
                                        ? "; check user name and password, and whether the provider wants a password"
                                                + " for applications"
                                        : "; it is tried again"),
                        null,
                        null);
        };
    }

    /** The connection broke, or what came over it makes no sense; it is of no use any more. */
    MailboxAccessException broken(String doing, Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof SocketTimeoutException) {
                return transientFailure(
                        "timeout", server + " did not answer in time (" + doing + "); connecting again", failure);
            }
            if (cause instanceof ImplausibleAnswerException) {
                return transientFailure(
                        "server_error",
                        server + " sent what is no IMAP (" + doing + ": " + ServerWords.quoted(cause.getMessage())
                                + "); connecting again",
                        failure);
            }
        }
        if (causes.stream().noneMatch(cause -> cause instanceof IOException || cause instanceof ConnectionException)) {
            return transientFailure(
                    "server_error",
                    server + " sent an answer that cannot be read (" + doing + "); connecting again",
                    failure);
        }
        if (failure instanceof ConnectionException closed
                && closed.getResponse() != null
                && !ServerWords.code(closed.getResponse()).isEmpty()) {
            return refusedFor(doing, closed.getResponse(), FailureClass.TRANSIENT, "connection_lost", "");
        }
        String said = failure instanceof ProtocolException protocol && protocol.getResponse() != null
                ? ServerWords.quote(protocol.getResponse(), "")
                : "";
        return transientFailure(
                "connection_lost",
                "the connection to " + server + " was lost (" + doing + ")" + said + "; connecting again",
                failure);
    }

    /** A server that does not do what every one must. */
    MailboxAccessException unusable(String sentence) {
        return transientFailure("server_error", server + " " + sentence, null);
    }

    private static MailboxAccessException transientFailure(String reason, String sentence, @Nullable Throwable cause) {
        return new MailboxAccessException(FailureClass.TRANSIENT, reason, sentence, null, cause);
    }

    private static boolean anyOf(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    /** The failure and what lies behind it; Angus Mail hides some causes in fields of its own. */
    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Throwable next = failure;
        while (next != null && causes.size() < DEEPEST_CAUSE) {
            causes.add(next);
            next = behind(next);
        }
        return causes;
    }

    private static @Nullable Throwable behind(Throwable failure) {
        if (failure instanceof SocketConnectException connect && connect.getException() != null) {
            return connect.getException();
        }
        if (failure instanceof ProtocolException protocol && protocol.getCause() == null) {
            Response response = protocol.getResponse();
            return response == null ? null : response.getException();
        }
        return failure.getCause();
    }
}
