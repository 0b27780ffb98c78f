package dev.waybill.mailbox.file;

import dev.waybill.mailbox.file.MailRoomItem.Problem;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The YAML file that mail_room users know: a list {@code :mailboxes:}. Each entry is one folder of one mailbox; entries with the same
 * address and connection become one mailbox with several folders. A wrong entry is a problem with its line and hides no other.
 */
public final class MailRoomFile {
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int MOST_ENTRIES = 20_000;

    private MailRoomFile() {}

    /** Reads a file, with this process's environment variables. */
    public static List<MailRoomItem> parse(Reader file) {
        return parse(file, System::getenv);
    }

    /**
     * Reads a file.
     *
     * @param variables gives the value of an environment variable, or null
     */
    public static List<MailRoomItem> parse(Reader file, UnaryOperator<@Nullable String> variables) {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LARGEST);
        limits.setNestingDepthLimit(20);
        Environment environment = new Environment(variables);
        try {
            String text = environment.withoutTags(text(file));
            Node root = new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
            return root == null
                    ? List.of(new Problem(1, "the file is empty; it must hold a list ':mailboxes:'"))
                    : read(root, environment);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            return List.of(new Problem(line, "this is not YAML (" + why(e) + "); nothing of the file was read"));
        } catch (YAMLException | IOException e) {
            return List.of(new Problem(
                    1,
                    "the file cannot be read as YAML; it must be UTF-8 and at most " + LARGEST + " characters long"));
        }
    }

    /** An alias, an anchor or a tag would be quoted, and may be a password that begins like one. */
    private static String why(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        boolean quotes = problem.contains("alias") || problem.contains("anchor") || problem.contains("tag");
        return quotes ? "a value that begins with *, & or ! must stand in quotes" : problem;
    }

    /** Little more than allowed, which the YAML reader then refuses. */
    private static String text(Reader file) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        for (int read = file.read(buffer); read >= 0 && text.length() <= LARGEST; read = file.read(buffer)) {
            text.append(buffer, 0, read);
        }
        return text.toString();
    }

    private static List<MailRoomItem> read(Node root, Environment environment) {
        List<MailRoomItem> items = new ArrayList<>();
        boolean found = false;
        if (root instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                switch (key) {
                    case ":mailboxes", "mailboxes" -> {
                        found = true;
                        items.addAll(readEntries(tuple.getValueNode(), environment));
                    }
                    case ":health_check", "health_check" -> {
                        // Waybill's services have their own.
                    }
                    default ->
                        items.add(new Problem(
                                Problems.line(tuple.getKeyNode()),
                                "the key '" + key + "' is unknown; correct it or take it out"));
                }
            }
        }
        if (!found) {
            items.add(new Problem(Problems.line(root), "the file has no list ':mailboxes:'"));
        }
        return items;
    }

    private static List<MailRoomItem> readEntries(Node list, Environment environment) {
        if (!(list instanceof SequenceNode sequence)) {
            return List.of(new Problem(Problems.line(list), "':mailboxes:' must be a list, each entry with a dash"));
        }
        if (sequence.getValue().size() > MOST_ENTRIES) {
            return List.of(new Problem(
                    Problems.line(list), "the list has more than " + MOST_ENTRIES + " entries; split the file"));
        }
        List<MailRoomItem> problems = new ArrayList<>();
        Map<String, MailRoomEntry> entries = new LinkedHashMap<>();
        for (Node node : sequence.getValue()) {
            Problems wrong = new Problems();
            Optional<MailRoomEntry> entry = new EntryReader(environment, node, wrong).read();
            problems.addAll(wrong.found());
            entry.ifPresent(read -> {
                String key = read.email().toLowerCase(Locale.ROOT);
                MailRoomEntry known = entries.get(key);
                if (known == null) {
                    entries.put(key, read);
                } else if (isSameMailbox(known, read)) {
                    entries.put(key, together(known, read));
                } else {
                    problems.add(
                            new Problem(
                                    read.line(),
                                    "its address stands already at line " + known.line()
                                            + ", with another connection, password or treatment; make them equal but for the name"));
                }
            });
        }
        return Stream.concat(entries.values().stream(), problems.stream())
                .sorted((one, other) -> Integer.compare(one.line(), other.line()))
                .toList();
    }

    private static boolean isSameMailbox(MailRoomEntry one, MailRoomEntry other) {
        return one.provider() == other.provider()
                && one.imap().equals(other.imap())
                && one.secret().equals(other.secret())
                && one.inboxOptions().equals(other.inboxOptions())
                && one.afterProcessing().equals(other.afterProcessing());
    }

    private static MailRoomEntry together(MailRoomEntry one, MailRoomEntry other) {
        return new MailRoomEntry(
                one.line(),
                one.email(),
                Stream.concat(one.folders().stream(), other.folders().stream())
                        .distinct()
                        .toList(),
                one.provider(),
                one.imap(),
                one.secret(),
                one.inboxOptions(),
                one.afterProcessing(),
                Stream.concat(one.notes().stream(), other.notes().stream()).toList());
    }
}
