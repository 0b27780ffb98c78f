package dev.waybill.mailbox.file;

import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.token.OAuthFields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The mapping {@code :oauth:} of an entry: the fields of {@link OAuthFields} in the file's spelling, such as {@code client_id}. */
final class OAuthEntry {
    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    private OAuthEntry() {}

    /** How a value is read, references resolved. */
    interface Values {
        String of(String key, ScalarNode node);
    }

    static Optional<Secret> read(Node node, Values values, String email, Problems problems) {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(node, "oauth must be a list of keys and values, such as client_id:");
            return Optional.empty();
        }
        Map<String, String> given = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && tuple.getValueNode() instanceof ScalarNode value) {
                String name = key.getValue().startsWith(":") ? key.getValue().substring(1) : key.getValue();
                given.put(camel(name), values.of("oauth." + name, value));
            } else {
                problems.add(tuple.getKeyNode(), "an oauth option must be a key and a single value");
            }
        }
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return switch (OAuthFields.read(given, Provider.IMAP, email)) {
            case OAuthFields.Read.Grant(var grant) -> Optional.of(grant);
            case OAuthFields.Read.Wrong(var wrong) -> {
                wrong.forEach(problem ->
                        problems.add(node, "the key 'oauth." + snake(problem.field()) + "' " + problem.sentence()));
                yield Optional.empty();
            }
        };
    }

    private static String camel(String name) {
        // GitLab's files say tenant_id.
        String known = name.equals("tenant_id") ? "tenant" : name;
        return SNAKE.matcher(known).replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
