package dev.waybill.cli.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The alerts of {@code deploy/prometheus} and the pages of {@code runbooks} as they lie in the repository. */
final class Runbooks {
    private static final Path RULES = Path.of("..", "deploy", "prometheus", "waybill.rules.yaml");
    private static final Path PAGES = Path.of("..", "runbooks");
    private static final Pattern ALERT =
            Pattern.compile("- alert: (\\w+)\\R\\s+expr: (.+)\\R(?:.*\\R)*?\\s+runbook: (\\S+)");
    private static final Pattern METRIC = Pattern.compile("\\bwaybill_\\w+");
    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\\R(.*?)```");

    private Runbooks() {}

    /** An alert: its expression, and the page that it names. */
    record Alert(String name, String expression, String page) {
        List<String> metrics() {
            return METRIC.matcher(expression).results().map(MatchResult::group).toList();
        }
    }

    static List<Alert> alerts() throws IOException {
        return ALERT.matcher(Files.readString(RULES))
                .results()
                .map(rule -> new Alert(rule.group(1), rule.group(2), rule.group(3)))
                .toList();
    }

    /** The text of each page of an alert, by its name. */
    static Map<String, String> pages() throws IOException {
        Map<String, String> pages = everyPage();
        pages.keySet().removeIf(name -> !name.startsWith("Waybill"));
        return pages;
    }

    /** Those too that are for what no alert tells, by the names of their files. */
    static Map<String, String> everyPage() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.list(PAGES)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (!name.equals("README.md")) {
                    pages.put(name.replace(".md", ""), Files.readString(file));
                }
            }
        }
        return pages;
    }

    /** The blocks of commands of a page, in their order. */
    static List<String> commands(String page) {
        return COMMANDS.matcher(page).results().map(block -> block.group(1)).toList();
    }
}
