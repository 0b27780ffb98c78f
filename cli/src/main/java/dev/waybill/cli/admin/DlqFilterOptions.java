package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters: all filters that are given must match. */
final class DlqFilterOptions {
    @Option(names = "--mailbox", paramLabel = "ADDRESS", description = "Of this mailbox (address or id).")
    private @Nullable String mailbox;

    @Option(names = "--reason", description = "That died of this reason.")
    private @Nullable String reason;

    @Option(names = "--kind", description = "Of this kind: imap, graph, gmail, or unreadable.")
    private @Nullable String kind;

    @Option(names = "--older-than", paramLabel = "AGE", description = "That died longer ago than this, for example 2h.")
    private @Nullable String olderThan;

    ApiPath query(ApiPath path) {
        given().forEach(path::with);
        return path;
    }

    boolean isEmpty() {
        return given().isEmpty();
    }

    void putInto(ObjectNode request) {
        given().forEach(request::put);
    }

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        add(given, "mailbox", mailbox);
        add(given, "reason", reason);
        add(given, "kind", kind);
        add(given, "olderThan", olderThan);
        return given;
    }

    private static void add(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
