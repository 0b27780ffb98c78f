package dev.waybill.cli.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class EventsTest {

    @Test
    void eventIsOneLineThatIsShownAgain() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new Events(new PrintStream(written, true, UTF_8)).say("redis", "ended\nby signal 9");
        String line = written.toString(UTF_8).stripTrailing();
        assertThat(line).doesNotContain("\n");
        assertThat(Events.shown(line))
                .hasValueSatisfying(
                        shown -> assertThat(shown).matches("\\d\\d:\\d\\d:\\d\\d  redis {13}ended by signal 9"));
    }

    @Test
    void otherLinesOfTheLogAreNotShown() {
        assertThat(Events.shown("2026-11-22T21:14:00Z WARN  [mail] something")).isEmpty();
        assertThat(Events.shown("")).isEmpty();
    }
}
