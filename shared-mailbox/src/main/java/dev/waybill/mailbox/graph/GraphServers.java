package dev.waybill.mailbox.graph;

import dev.waybill.mailbox.GraphCloud;
import java.net.URI;

/**
 * Where the API of each cloud is.
 *
 * @param global of the worldwide one, with its version
 */
public record GraphServers(URI global) {
    private static final String VERSION = "/v1.0";

    public GraphServers {
        if (global.getHost() == null || !String.valueOf(global.getScheme()).matches("https?")) {
            throw new IllegalArgumentException(
                    "the address of Microsoft Graph must be such as https://graph.microsoft.com/v1.0, not " + global);
        }
    }

    public static GraphServers usual() {
        return new GraphServers(URI.create(GraphCloud.GLOBAL.graph() + VERSION));
    }

    URI of(GraphCloud cloud) {
        return cloud == GraphCloud.GLOBAL ? global : URI.create(cloud.graph() + VERSION);
    }
}
