package dev.waybill.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** A new RSA key with its certificate, as an application or a service account proves itself with. */
public record ClientKeys(X509Certificate certificate, String certificatePem, String privateKeyPem) {

    public static ClientKeys make() {
        Path directory = TemporaryDirectory.create("client-keys");
        try {
            SelfSigned made = SelfSigned.rsaIn(directory);
            try (InputStream pem = Files.newInputStream(made.certificate())) {
                X509Certificate certificate = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(pem);
                return new ClientKeys(certificate, Files.readString(made.certificate()), Files.readString(made.key()));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new ServerStartException("No key could be made: " + e.getMessage(), e);
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }

    @Override
    public String toString() {
        return "ClientKeys[…]";
    }
}
