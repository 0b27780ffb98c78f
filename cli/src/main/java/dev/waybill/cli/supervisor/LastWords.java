package dev.waybill.cli.supervisor;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.devstack.LogTail;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a child that ended said last, for a person: of a service's JSON lines the messages, without the stack traces. */
final class LastWords {

    /** How far back in the log a warning is still its last words. */
    private static final int LOOKED_AT = 200;

    private static final int QUOTED = 8;
    private static final int LONGEST = 500;
    private static final Set<String> TROUBLE = Set.of("WARN", "WARNING", "ERROR", "FATAL", "SEVERE");
    private static final ObjectMapper JSON = new ObjectMapper();

    private LastWords() {}

    /** Returns one indented block with the file's name: the last warnings and errors, or the last lines if there are none. */
    static String in(Path log) {
        List<Line> lines = LogTail.lastLines(log, LOOKED_AT).stream()
                .filter(line -> !line.isBlank())
                .map(LastWords::read)
                .toList();
        if (lines.isEmpty()) {
            return "Its log " + log + " is empty.";
        }
        List<Line> trouble = lines.stream().filter(Line::isTrouble).toList();
        List<Line> told = trouble.isEmpty() ? lines : trouble;
        return "The end of " + log + ":\n    "
                + String.join(
                        "\n    ",
                        told.subList(Math.max(0, told.size() - QUOTED), told.size()).stream()
                                .map(Line::words)
                                .toList());
    }

    private static Line read(String line) {
        if (line.startsWith("{")) {
            try {
                JsonNode event = JSON.readTree(line);
                String level = event.path("level").asText();
                return new Line(
                        shorten(level + " " + event.path("message").asText() + cause(event.path("exception"))),
                        TROUBLE.contains(level));
            } catch (JacksonException cutOff) {
                // shown as it is
            }
        }
        return new Line(shorten(line), false);
    }

    /** The innermost exception says what happened; those around it say where. */
    private static String cause(JsonNode exception) {
        JsonNode innermost = exception;
        for (JsonNode next = exception;
                next.isObject();
                next = next.path("causedBy").path("exception")) {
            innermost = next;
        }
        return innermost.isObject()
                ? " (" + innermost.path("exceptionType").asText() + ": "
                        + innermost.path("message").asText() + ")"
                : "";
    }

    private static String shorten(String words) {
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
    }

    private record Line(String words, boolean isTrouble) {}
}
