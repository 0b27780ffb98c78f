package dev.waybill.mailbox.token;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates in PEM. What is wrong with one is said without quoting it. */
public final class PemKeys {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final int LEAST_BITS = 2048;

    private PemKeys() {}

    /** Throws {@link InvalidKeyException} with a sentence. */
    public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            throw new InvalidKeyException("the private key is not PEM; it begins with -----BEGIN PRIVATE KEY-----");
        }
        if (!found.group(1).equals("PRIVATE KEY")) {
            throw new InvalidKeyException("the private key is a '" + found.group(1)
                    + "'; convert it by: openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem");
        }
        PrivateKey key;
        try {
            key = KeyFactory.getInstance("RSA")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(2))));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new InvalidKeyException("the private key is no RSA key in PKCS #8; make one of at least 2048 bits");
        }
        if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() < LEAST_BITS) {
            throw new InvalidKeyException(
                    "the private key has " + rsa.getModulus().bitLength() + " bits; make one of at least 2048 bits");
        }
        return key;
    }

    /** The first one of the text. Throws {@link InvalidKeyException} with a sentence. */
    public static X509Certificate certificate(String pem) throws GeneralSecurityException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException unreadable) {
            throw new InvalidKeyException(
                    "the certificate is not X.509 in PEM; it begins with -----BEGIN CERTIFICATE-----");
        }
    }

    /** Throws {@link InvalidKeyException} with a sentence if they are not a pair. */
    public static void checkPair(String certificatePem, String keyPem) throws GeneralSecurityException {
        X509Certificate certificate = certificate(certificatePem);
        PrivateKey key = privateKey(keyPem);
        boolean pair = certificate.getPublicKey() instanceof RSAPublicKey open
                && key instanceof RSAPrivateKey secret
                && open.getModulus().equals(secret.getModulus());
        if (!pair) {
            throw new InvalidKeyException("certificate and private key do not belong together");
        }
    }
}
