package dev.waybill.cli.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who takes part in a run, by name: what a plan of faults may choose from before anything is started.
 *
 * @param mailboxes of each provider
 */
record Cast(int consumers, int listeners, int mailboxes, List<Provider> providers) {
    static final String INGRESS = "ingress";

    Cast {
        providers = List.copyOf(providers);
    }

    /** Mailboxes of every provider. */
    Cast(int consumers, int listeners, int mailboxes) {
        this(consumers, listeners, mailboxes, List.of(Provider.values()));
    }

    List<String> consumerNames() {
        return numbered("consumer", consumers);
    }

    List<String> listenerNames() {
        return numbered("listener", listeners);
    }

    List<String> services() {
        List<String> all = new ArrayList<>(consumerNames());
        all.addAll(listenerNames());
        // Nobody pushes for IMAP.
        if (!providers.equals(List.of(Provider.IMAP))) {
            all.add(INGRESS);
        }
        return all;
    }

    /** What goes through a proxy: each service's way to Redis and to PostgreSQL, and the ways to the providers. */
    List<String> links() {
        List<String> all = new ArrayList<>();
        for (String service : services()) {
            all.add(redisLink(service));
            all.add(postgresLink(service));
        }
        all.addAll(List.of("imap", "graph", "gmail"));
        return all;
    }

    static String redisLink(String service) {
        return service + "-redis";
    }

    static String postgresLink(String service) {
        return service + "-postgres";
    }

    List<String> addresses(Provider provider) {
        return IntStream.rangeClosed(1, providers.contains(provider) ? mailboxes : 0)
                .mapToObj(i -> "desk" + i + "@" + provider.domain())
                .toList();
    }

    List<String> addresses() {
        List<String> all = new ArrayList<>();
        for (Provider provider : providers) {
            all.addAll(addresses(provider));
        }
        return all;
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> name + "-" + i).toList();
    }
}
