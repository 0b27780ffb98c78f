package dev.waybill.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS for a server in this JVM: a certificate for {@code localhost} and 127.0.0.1 that signed itself. */
public final class ServerTls implements AutoCloseable {

    private final Path directory = TemporaryDirectory.create("tls");
    private final SelfSigned certificate = SelfSigned.in(directory);

    /** Returns the certificate that a client has to trust, as PEM. */
    public Path certificate() {
        return certificate.certificate();
    }

    /** Makes the server's side of TLS. */
    public SSLContext context() {
        try {
            char[] password = SelfSigned.PASSWORD.toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(KeyStore.getInstance(certificate.keystore().toFile(), password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ServerStartException("TLS cannot be set up for a test server: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        TemporaryDirectory.delete(directory);
    }
}
