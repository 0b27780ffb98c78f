package dev.waybill.devstack;

import java.net.URI;
import java.nio.file.Path;

/** A Redis on loopback that speaks TLS on a second port, with a certificate that signed itself. */
public final class RedisTls implements AutoCloseable {

    private final Path directory = TemporaryDirectory.create("redis-tls");
    private final SelfSigned certificate = SelfSigned.in(directory);
    private final int port = FreePorts.any();
    private final RedisServer server;

    private RedisTls() {
        this.server = RedisServer.start(RedisServer.Options.inMemory()
                .withArguments(
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        certificate.certificate().toString(),
                        "--tls-key-file",
                        certificate.key().toString(),
                        "--tls-ca-cert-file",
                        certificate.certificate().toString(),
                        "--tls-auth-clients",
                        "no"));
    }

    /** Starts one. */
    public static RedisTls start() {
        return new RedisTls();
    }

    /** Returns the server, by its plain port. */
    public RedisServer server() {
        return server;
    }

    /** Returns the certificate that a client has to trust, as PEM. */
    public Path certificate() {
        return certificate.certificate();
    }

    /** Returns its TLS address for a user. */
    public URI uri(String user, String password) {
        return URI.create("rediss://" + user + ":" + password + "@localhost:" + port);
    }

    @Override
    public void close() {
        server.close();
        TemporaryDirectory.delete(directory);
    }
}
