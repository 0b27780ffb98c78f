package dev.waybill.cli.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the lines that are added to a log file, from where it began; an incomplete line waits for its end. */
final class EventTail {

    private static final int MOST_AT_ONCE = 1 << 20;

    private final Path log;
    private long position;

    private EventTail(Path log, long position) {
        this.log = log;
        this.position = position;
    }

    static EventTail fromNow(Path log) {
        return new EventTail(log, length(log));
    }

    static EventTail from(Path log, long position) {
        return new EventTail(log, position);
    }

    /** Hands over every line that is complete; a file that became shorter is read from its start. */
    void read(Consumer<String> lines) {
        long length = length(log);
        if (length < position) {
            position = 0;
        }
        while (position < length) {
            byte[] added = new byte[(int) Math.min(length - position, MOST_AT_ONCE)];
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
                file.seek(position);
                file.readFully(added);
            } catch (IOException vanished) {
                return;
            }
            int end = lastNewline(added);
            if (end < 0 && added.length < MOST_AT_ONCE) {
                return;
            }
            int taken = end < 0 ? added.length : end + 1;
            position += taken;
            new String(added, 0, taken, StandardCharsets.UTF_8).lines().forEach(lines);
        }
    }

    private static int lastNewline(byte[] bytes) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static long length(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException vanished) {
            return 0;
        }
    }
}
