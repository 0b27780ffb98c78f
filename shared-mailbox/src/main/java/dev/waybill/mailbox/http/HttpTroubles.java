package dev.waybill.mailbox.http;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What it means when a call brings no answer: always the world's fault. Decided by the kind of exception. */
public final class HttpTroubles {
    private static final int DEEPEST_CAUSE = 10;

    private HttpTroubles() {}

    /** {@code server}: as a person knows it, for example {@code Microsoft Graph}. */
    public static MailboxAccessException of(String server, Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++, cause = cause.getCause()) {
            switch (cause) {
                case OneServer.LeavesServer e -> {
                    return trouble("server_error", server + " is not asked: " + e.getMessage(), failure);
                }
                case BoundedAnswer.TooMuch e -> {
                    return trouble("server_error", server + ": " + e.getMessage() + "; it is tried again", failure);
                }
                case UnknownHostException e -> {
                    return trouble("unknown_host", "the host of " + server + " is not known; check the DNS", failure);
                }
                case SSLException e -> {
                    return trouble(
                            "tls_failed",
                            server + " has no TLS that we trust; where a proxy stands between, name the certificate"
                                    + " of its authority in waybill.mailbox.api.ca-file",
                            failure);
                }
                case ConnectException e -> {
                    return trouble("connect_failed", server + " takes no connection; check the firewall", failure);
                }
                case NoRouteToHostException e -> {
                    return trouble("connect_failed", server + " cannot be reached; check the network", failure);
                }
                case SocketTimeoutException e -> {
                    return trouble("timeout", server + " did not answer in time; it is tried again", failure);
                }
                case InterruptedIOException e -> {
                    return trouble("timeout", server + " did not answer in time; it is tried again", failure);
                }
                default -> {}
            }
        }
        return trouble("connection_lost", server + " broke off its answer; it is tried again", failure);
    }

    /** It answered with what it should not. */
    public static MailboxAccessException strange(String server, String what, Throwable cause) {
        return trouble("server_error", server + " " + what + "; it is tried again", cause);
    }

    private static MailboxAccessException trouble(String reason, String sentence, Throwable cause) {
        return new MailboxAccessException(FailureClass.TRANSIENT, reason, sentence, null, cause);
    }
}
