package dev.waybill.cli.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that the user names on the command line, read whole up to a limit. */
final class SmallFile {
    private static final int LARGEST_SECRET = 16 * 1024;

    private SmallFile() {}

    static byte[] read(Path file, int limit) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw VerbFailure.failed(file + " is larger than " + limit + " bytes, which is the most that is read");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw VerbFailure.failed(file + " does not exist");
        } catch (IOException e) {
            throw VerbFailure.failed(file + " cannot be read: " + e.getMessage());
        }
    }

    /** A token or password: the text without the line break at its end. */
    static String secret(Path file) {
        return firstLine(new String(read(file, LARGEST_SECRET), StandardCharsets.UTF_8), file.toString());
    }

    /** As {@link #secret(Path)}, from a stream such as standard input. */
    static String secret(InputStream in, String source) {
        try {
            return firstLine(new String(in.readNBytes(LARGEST_SECRET), StandardCharsets.UTF_8), source);
        } catch (IOException e) {
            throw VerbFailure.failed(source + " cannot be read: " + e.getMessage());
        }
    }

    private static String firstLine(String text, String source) {
        String line = text.lines().findFirst().orElse("");
        if (line.isBlank()) {
            throw VerbFailure.failed(source + " is empty");
        }
        return line;
    }
}
