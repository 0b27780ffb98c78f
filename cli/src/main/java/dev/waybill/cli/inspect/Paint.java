package dev.waybill.cli.inspect;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/** Colours on a terminal (ANSI SGR), plain text anywhere else and where {@code NO_COLOR} is set. */
enum Paint {
    COLOURED,
    PLAIN;

    static Paint of(Map<String, String> environment) {
        boolean watched = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return watched && wanted ? COLOURED : PLAIN;
    }

    String bold(String text) {
        return sgr("1", text);
    }

    String dim(String text) {
        return sgr("2", text);
    }

    String label(String text) {
        return sgr("36", text);
    }

    String warning(String text) {
        return sgr("33", text);
    }

    String trouble(String text) {
        return sgr("31", text);
    }

    private String sgr(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
