package dev.waybill.mailbox;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One of the separate clouds of Microsoft 365. Tokens of one are worth nothing in another. Source: Graph, national cloud deployments,
 * 2026-04.
 */
public enum GraphCloud {
    /** The worldwide one; GCC too. */
    GLOBAL("https://graph.microsoft.com", "https://login.microsoftonline.com"),
    /** US Government L4 (GCC High). */
    US_GOV("https://graph.microsoft.us", "https://login.microsoftonline.us"),
    /** US Government L5 (DoD). */
    US_DOD("https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
    /** Operated by 21Vianet. */
    CHINA("https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn");

    private final URI graph;
    private final URI login;

    GraphCloud(String graph, String login) {
        this.graph = URI.create(graph);
        this.login = URI.create(login);
    }

    /** Without the version. */
    public URI graph() {
        return graph;
    }

    public URI login() {
        return login;
    }

    /** As it stands in JSON and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<GraphCloud> of(String id) {
        return Arrays.stream(values()).filter(cloud -> cloud.id().equals(id)).findFirst();
    }
}
