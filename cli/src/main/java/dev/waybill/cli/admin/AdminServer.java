package dev.waybill.cli.admin;

import java.net.URI;

/**
 * The admin API to talk to.
 *
 * @param local whether it was found by the files of {@code waybill up} and not named by the user
 * @param tokenSource where the token came from, for a person
 */
record AdminServer(URI url, boolean local, String token, String tokenSource) {
    URI resolve(ApiPath path) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** What to say when nobody listens there. */
    String absent() {
        return local
                ? NOT_RUNNING
                : "nobody answers at " + url
                        + ": check the address (--url or WAYBILL_URL) and that queue-consumer runs";
    }

    static final String NOT_RUNNING = "Waybill is not running here; start it with ./waybill up";

    @Override
    public String toString() {
        return "AdminServer[" + url + "]";
    }
}
