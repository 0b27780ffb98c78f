package dev.waybill.mailbox.file;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one entry of {@code :mailboxes:}; keys and symbols may be written as {@code :email} or {@code email}. */
final class EntryReader {
    private final Environment environment;
    private final Node entry;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    EntryReader(Environment environment, Node entry, Problems problems) {
        this.environment = environment;
        this.entry = entry;
        this.problems = problems;
    }

    Optional<MailRoomEntry> read() {
        if (!(entry instanceof MappingNode mapping)) {
            problems.add(entry, "a mailbox must be a list of keys and values, such as :email: and :password:");
            return Optional.empty();
        }
        collect(mapping);
        String email = required("email").strip();
        String folder = folder(required("name").strip());
        Provider provider = provider();
        Optional<Connection.Imap> imap = provider == Provider.IMAP ? imap(email) : Optional.empty();
        Optional<Secret> secret = secret(provider, email);
        Map<String, String> inboxOptions = inboxOptions();
        AfterProcessing after = afterProcessing();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MailRoomEntry(
                Problems.line(entry), email, List.of(folder), provider, imap, secret, inboxOptions, after, notes));
    }

    private Optional<Secret> secret(Provider provider, String email) {
        Node oauth = values.get("oauth");
        if (oauth != null) {
            if (values.containsKey("password")) {
                problems.add(oauth, "oauth stands beside a password; leave one of them out");
            }
            return OAuthEntry.read(oauth, this::resolve, email, problems);
        }
        return provider == Provider.IMAP || values.containsKey("password")
                ? Optional.of(new Secret.Password(required("password")))
                : Optional.empty();
    }

    private void collect(MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? plain(scalar.getValue()) : "";
            if (values.containsKey(key)) {
                problems.add(keyNode, "the key '" + key + "' stands here a second time; keep one");
            } else if (MailRoomKeys.USED.contains(key)) {
                values.put(key, tuple.getValueNode());
            } else if (MailRoomKeys.IGNORED.containsKey(key)) {
                notes.add("line " + Problems.line(keyNode) + ": " + key + " has no effect: "
                        + MailRoomKeys.IGNORED.get(key));
            } else {
                problems.add(keyNode, "the key '" + key + "' is unknown; correct it or take it out");
            }
        }
    }

    private Optional<Connection.Imap> imap(String email) {
        String host = text("host", "imap.gmail.com").strip();
        Security security = security();
        int port = port();
        if (host.isBlank() || email.isBlank() || port == 0) {
            return Optional.empty();
        }
        return Optional.of(new Connection.Imap(host, port, security, email));
    }

    private Security security() {
        Node ssl = values.get("ssl");
        boolean tls = ssl instanceof MappingNode options ? isVerified(options) : flag("ssl", true);
        boolean startTls = flag("start_tls", false);
        if (tls) {
            return Security.TLS;
        }
        return startTls ? Security.STARTTLS : Security.NONE;
    }

    /** {@code ssl} may be a mapping of TLS options; only one of them would change what we do, and that for the worse. */
    private boolean isVerified(MappingNode options) {
        for (NodeTuple tuple : options.getValue()) {
            boolean off = tuple.getKeyNode() instanceof ScalarNode key
                    && plain(key.getValue()).equals("verify_mode")
                    && tuple.getValueNode() instanceof ScalarNode mode
                    && plain(mode.getValue()).equals("none");
            if (off) {
                problems.add(
                        tuple.getKeyNode(),
                        "verify_mode none would let anybody read password and mail; name the certificate of the server's authority"
                                + " in waybill.mailbox.imap.ca-file instead");
            }
        }
        return true;
    }

    private int port() {
        String text = text("port", "993").strip();
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        problems.add(node("port"), "the port must be a number from 1 to 65535");
        return 0;
    }

    private Provider provider() {
        String method = plain(text("inbox_method", "imap")).toLowerCase(Locale.ROOT);
        return switch (method) {
            case "imap" -> Provider.IMAP;
            case "microsoft_graph" -> Provider.GRAPH;
            case "gmail" -> Provider.GMAIL;
            default -> {
                problems.add(node("inbox_method"), "the inbox_method must be imap, microsoft_graph or gmail");
                yield Provider.IMAP;
            }
        };
    }

    private Map<String, String> inboxOptions() {
        Map<String, String> options = new HashMap<>();
        switch (values.get("inbox_options")) {
            case null -> {}
            case MappingNode mapping -> {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key
                            && tuple.getValueNode() instanceof ScalarNode value) {
                        options.put(plain(key.getValue()), resolve("inbox_options", value));
                    } else {
                        problems.add(tuple.getKeyNode(), "an inbox option must be a key and a value");
                    }
                }
            }
            case Node other -> problems.add(other, "inbox_options must be a list of keys and values");
        }
        return options;
    }

    private AfterProcessing afterProcessing() {
        boolean delete = flag("delete_after_delivery", false);
        boolean expunge = flag("expunge_deleted", false);
        if (delete && !expunge) {
            notes.add("line " + Problems.line(node("delete_after_delivery"))
                    + ": delete_after_delivery removes the mail for good here, also without expunge_deleted");
        }
        return delete ? new AfterProcessing.Delete() : new AfterProcessing.Keep();
    }

    private boolean flag(String key, boolean otherwise) {
        String text = text(key, Boolean.toString(otherwise)).strip().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off", "" -> false;
            default -> {
                problems.add(node(key), "the value of '" + key + "' must be true or false");
                yield otherwise;
            }
        };
    }

    private String required(String key) {
        Node node = values.get(key);
        if (node == null) {
            problems.add(entry, "the key '" + key + "' is missing in this mailbox");
            return "";
        }
        String value = text(key, "");
        if (value.isBlank() && problems.isEmpty()) {
            problems.add(node, "the value of '" + key + "' is empty");
        }
        return value;
    }

    private String text(String key, String otherwise) {
        return switch (values.get(key)) {
            case null -> otherwise;
            case ScalarNode scalar -> resolve(key, scalar);
            case Node other -> {
                problems.add(other, "the value of '" + key + "' must be a single value");
                yield otherwise;
            }
        };
    }

    private String resolve(String key, ScalarNode scalar) {
        try {
            return environment.resolve(scalar.getValue());
        } catch (IllegalArgumentException e) {
            problems.add(scalar, "the value of '" + key + "' " + e.getMessage());
            return "";
        }
    }

    private Node node(String key) {
        @Nullable Node node = values.get(key);
        return node == null ? entry : node;
    }

    /** A Ruby symbol without its colon. */
    private static String plain(String word) {
        return word.startsWith(":") ? word.substring(1) : word;
    }

    /** INBOX is the one name whose case does not count (RFC 9051 §5.1). */
    private static String folder(String name) {
        return name.equalsIgnoreCase("INBOX") ? "INBOX" : name;
    }
}
