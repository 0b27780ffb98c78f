package dev.waybill.mailbox.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables that a mailbox file refers to: {@code NAME}, or the content of the file that {@code NAME_FILE} names, as
 * containers mount secrets. Remembers what it gave, so that a secret which changes in its file is noticed.
 */
final class FileVariables implements UnaryOperator<@Nullable String> {
    private static final int LARGEST = 64 * 1024;

    private final UnaryOperator<@Nullable String> environment;
    private final Map<String, String> given = new TreeMap<>();

    FileVariables(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String apply(@Nullable String name) {
        String value = environment.apply(name);
        if (value == null) {
            String file = environment.apply(name + "_FILE");
            value = file == null ? null : content(file);
        }
        given.put(String.valueOf(name), String.valueOf(value));
        return value;
    }

    private static @Nullable String content(String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > LARGEST) {
                return null;
            }
            return Files.readString(path, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        } catch (IOException | InvalidPathException unreadable) {
            return null;
        }
    }

    /** Whether every variable that was asked for has the value that it had. */
    boolean isSame() {
        FileVariables now = new FileVariables(environment);
        given.keySet().forEach(now::apply);
        return now.given.equals(given);
    }
}
