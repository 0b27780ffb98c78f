package dev.waybill.mailbox.imap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom TLS connections trust: the certificates of the Java runtime and those of a file. There is no way to trust everybody. */
public final class TrustedCertificates {
    private TrustedCertificates() {}

    /** Throws {@link IllegalArgumentException} with a sentence if the file is not usable. */
    static SSLSocketFactory socketFactory(Optional<Path> caFile) {
        return context(caFile).getSocketFactory();
    }

    /** As {@link #socketFactory}, for whoever else speaks TLS. */
    public static SSLContext context(Optional<Path> caFile) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, caFile.isPresent() ? trusting(caFile.get()) : null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the file of trusted certificates "
                            + caFile.map(Path::toString).orElse("") + " is not usable (" + e.getMessage()
                            + "); it must be a readable PEM file with at least one certificate",
                    e);
        }
    }

    /** As {@link #context}, for whoever makes a context of its own. */
    public static X509TrustManager manager(Optional<Path> caFile) {
        return judge(caFile);
    }

    /** One that remembers what it saw, for one connection. Throws as the others. */
    static SeenCertificates seeing(Optional<Path> caFile) {
        return new SeenCertificates(judge(caFile));
    }

    private static X509ExtendedTrustManager judge(Optional<Path> caFile) {
        try {
            TrustManager[] managers =
                    caFile.isPresent() ? trusting(caFile.get()) : factory(null).getTrustManagers();
            for (TrustManager manager : managers) {
                if (manager instanceof X509ExtendedTrustManager judge) {
                    return judge;
                }
            }
            throw new GeneralSecurityException("no trust manager for X.509");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the trusted certificates are not usable (" + e.getMessage() + ")", e);
        }
    }

    static SSLSocketFactory socketFactory(SeenCertificates seen) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {seen}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private static TrustManager[] trusting(Path caFile) throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (X509Certificate certificate : ofTheRuntime()) {
            all.setCertificateEntry("runtime-" + number++, certificate);
        }
        int before = number;
        try (InputStream pem = Files.newInputStream(caFile)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                all.setCertificateEntry("file-" + number++, certificate);
            }
        }
        if (number == before) {
            throw new GeneralSecurityException("it holds no certificate");
        }
        return factory(all).getTrustManagers();
    }

    private static X509Certificate[] ofTheRuntime() throws GeneralSecurityException {
        for (TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
