package dev.waybill.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate for {@code localhost} and 127.0.0.1 that signed itself, made by the JDK's keytool. */
record SelfSigned(Path certificate, Path key, Path keystore) {

    static final String PASSWORD = "changeit";

    static SelfSigned in(Path directory) {
        return in(directory, List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }

    static SelfSigned rsaIn(Path directory) {
        return in(directory, List.of("-keyalg", "RSA", "-keysize", "2048"));
    }

    private static SelfSigned in(Path directory, List<String> keyOptions) {
        Path store = directory.resolve("tls.p12");
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    // It is over before a second compiler or a parallel collector pays.
                    "-J-XX:TieredStopAtLevel=1",
                    "-J-XX:+UseSerialGC",
                    "-genkeypair",
                    "-alias",
                    "server"));
            command.addAll(keyOptions);
            command.addAll(List.of(
                    "-validity",
                    "30",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()));
            run(command);
            KeyStore opened = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                opened.load(in, PASSWORD.toCharArray());
            }
            Files.writeString(
                    certificate,
                    pem("CERTIFICATE", opened.getCertificate("server").getEncoded()));
            Files.writeString(
                    key,
                    pem(
                            "PRIVATE KEY",
                            opened.getKey("server", PASSWORD.toCharArray()).getEncoded()));
            return new SelfSigned(certificate, key, store);
        } catch (IOException | GeneralSecurityException e) {
            throw new ServerStartException("A certificate for a test server could not be made: " + e.getMessage(), e);
        }
    }

    private static void run(List<String> command) throws IOException {
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool said: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("keytool was interrupted", e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
