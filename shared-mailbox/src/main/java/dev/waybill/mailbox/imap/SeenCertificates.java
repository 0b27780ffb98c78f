package dev.waybill.mailbox.imap;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts whom another one trusts, and remembers the certificate that a server showed, also one that is refused. */
final class SeenCertificates extends X509ExtendedTrustManager {
    private static final int MOST_NAMES = 5;

    private final X509ExtendedTrustManager judge;
    private volatile @Nullable X509Certificate seen;

    SeenCertificates(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** How long it is valid still; empty if none was shown. */
    Optional<Duration> left(Instant now) {
        X509Certificate certificate = seen;
        return certificate == null
                ? Optional.empty()
                : Optional.of(Duration.between(now, certificate.getNotAfter().toInstant()));
    }

    /** Whose certificate it is, from whom, and until when; empty if none was shown. */
    Optional<String> described(Instant now) {
        X509Certificate certificate = seen;
        if (certificate == null) {
            return Optional.empty();
        }
        long days = left(now).orElse(Duration.ZERO).toDays();
        return Optional.of("the certificate is for " + String.join(", ", names(certificate)) + ", from "
                + commonName(certificate.getIssuerX500Principal().getName()) + ", "
                + (days < 0 ? "expired " + -days + " days ago" : days + " days left"));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(1) instanceof String name && names.size() < MOST_NAMES) {
                        names.add(ServerWords.quoted(name));
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            // Its subject is shown instead.
        }
        return names.isEmpty()
                ? List.of(commonName(certificate.getSubjectX500Principal().getName()))
                : names;
    }

    private static String commonName(String distinguished) {
        return ServerWords.quoted(distinguished.replaceFirst("(?s).*?CN=([^,]+).*", "$1"));
    }

    private void note(X509Certificate[] chain) {
        if (chain.length > 0) {
            seen = chain[0];
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        note(chain);
        judge.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        note(chain);
        judge.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        note(chain);
        judge.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
