package dev.waybill.ingress.google;

import java.io.IOException;
import java.time.Duration;

/** Where the public keys are published that Google signs identity tokens with. */
interface KeySource {
    /**
     * Asks for them.
     *
     * @throws IOException they are not to be had now, or what came is no JWKS
     */
    Published fetch() throws IOException;

    /** {@code keepFor} is what the publisher allows. */
    record Published(String jwks, Duration keepFor) {}
}
