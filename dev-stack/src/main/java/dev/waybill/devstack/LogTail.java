package dev.waybill.devstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log file, however long the file is. */
public final class LogTail {

    /** Longest stretch that is read from the end of a file. */
    private static final int MAX_BYTES = 1 << 20;

    private LogTail() {}

    /** Returns at most {@code lines} last lines, oldest first; none when there is no such file. */
    public static List<String> lastLines(Path log, int lines) {
        if (!Files.isRegularFile(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - MAX_BYTES);
            byte[] end = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of("(" + log + " cannot be read: " + e.getMessage() + ")");
        }
    }

    /** Returns the last lines as one indented block with the file's name, for an error message. */
    public static String quote(Path log, int lines) {
        List<String> last = lastLines(log, lines);
        return last.isEmpty()
                ? "Its log " + log + " is empty."
                : "The end of " + log + ":\n    " + String.join("\n    ", last);
    }
}
