package dev.waybill.queue.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of the queue's keys. Five of them may be named one by one, as runbooks of older systems do; the others are the prefix
 * and a word. All share one hash tag, because a Redis Cluster holds a queue in one slot.
 *
 * @param prefix begins every other key; holds the hash tag, for example <code>{email:inbound:unified:pointer}:</code>
 */
public record KeyNames(String prefix, String ready, String processing, String inflight, String lease, String dlq) {
    public static final String DEFAULT_PREFIX = "{email:inbound:unified:pointer}:";

    private static final Set<String> DERIVED = Set.of(
            "body",
            "active",
            "limits",
            "held",
            "held:reason",
            "delayed",
            "suspects",
            "attempts",
            "crashes",
            "history",
            "claims",
            "positions",
            "parts",
            "parts:replicas",
            "dlq:meta",
            "control",
            "fence",
            "stats",
            "epoch");

    public KeyNames {
        String tag = hashTag(prefix);
        if (tag.isEmpty()) {
            throw new IllegalArgumentException("the prefix of the queue's keys, '" + prefix
                    + "', has no hash tag; write one in braces, for example '" + DEFAULT_PREFIX + "'");
        }
        Set<String> seen = new HashSet<>();
        for (String name : List.of(ready, processing, inflight, lease, dlq)) {
            if (!hashTag(name).equals(tag)) {
                throw new IllegalArgumentException("the key '" + name + "' does not share the hash tag {" + tag
                        + "} of the prefix '" + prefix
                        + "'; a Redis Cluster must hold all keys of a queue in one slot: "
                        + "name it for example '{" + tag + "}:" + name.replaceAll("[{}]", "") + "'");
            }
            if (!seen.add(name) || isDerived(prefix, name)) {
                throw new IllegalArgumentException(
                        "the key '" + name + "' would be used twice in one queue; give each key a name of its own");
            }
        }
    }

    private static boolean isDerived(String prefix, String name) {
        if (!name.startsWith(prefix)) {
            return false;
        }
        String rest = name.substring(prefix.length());
        return DERIVED.contains(rest) || rest.startsWith("lane:") || rest.startsWith("claim:");
    }

    /** What stands in the first braces, as Redis Cluster reads it. */
    private static String hashTag(String key) {
        int open = key.indexOf('{');
        int close = key.indexOf('}', open + 1);
        return open < 0 || close < 0 ? "" : key.substring(open + 1, close);
    }

    public static KeyNames defaults() {
        return withPrefix(DEFAULT_PREFIX);
    }

    /** All names made from this prefix. */
    public static KeyNames withPrefix(String prefix) {
        return new KeyNames(
                prefix, prefix + "ready", prefix + "processing", prefix + "inflight", prefix + "lease", prefix + "dlq");
    }

    public KeyNames withReady(String name) {
        return new KeyNames(prefix, name, processing, inflight, lease, dlq);
    }

    public KeyNames withProcessing(String name) {
        return new KeyNames(prefix, ready, name, inflight, lease, dlq);
    }

    public KeyNames withInflight(String name) {
        return new KeyNames(prefix, ready, processing, name, lease, dlq);
    }

    public KeyNames withLease(String name) {
        return new KeyNames(prefix, ready, processing, inflight, name, dlq);
    }

    public KeyNames withDlq(String name) {
        return new KeyNames(prefix, ready, processing, inflight, lease, name);
    }

    /** What stands in the braces. */
    String hashTag() {
        return hashTag(prefix);
    }

    String delayed() {
        return prefix + "delayed";
    }

    String positions() {
        return prefix + "positions";
    }

    String totals() {
        return prefix + "stats";
    }

    /** As the scripts take them. */
    List<String> forScripts() {
        return List.of(prefix, ready, processing, inflight, lease, dlq);
    }
}
