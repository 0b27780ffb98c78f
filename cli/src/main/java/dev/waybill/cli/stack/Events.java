package dev.waybill.cli.stack;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The supervisor's lines for a person, one for each start and each end: time, who, what happened. */
public final class Events {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final Pattern LINE = Pattern.compile("(\\d\\d:\\d\\d:\\d\\d) \\| (\\S+) +\\| (.*)");

    private final PrintStream out;

    /** Writes them to {@code out}, among whatever else is written there. */
    public Events(PrintStream out) {
        this.out = out;
    }

    /** Writes one. */
    public void say(String who, String what) {
        out.println(String.format(
                Locale.ROOT,
                "%s | %-16s | %s",
                LocalTime.now(ZoneId.systemDefault()).format(TIME),
                who,
                what.replace('\n', ' ')));
        out.flush();
    }

    /** Returns a line of the log as it is shown, unless it is another's. */
    static Optional<String> shown(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(String.format(
                        Locale.ROOT, "%s  %-16s  %s", matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }
}
