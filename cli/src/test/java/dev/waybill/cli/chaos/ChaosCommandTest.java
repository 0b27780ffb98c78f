package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.Waybill;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ChaosCommandTest {
    private final StringWriter err = new StringWriter();

    private int run(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "bench";
        words[1] = "chaos";
        System.arraycopy(options, 0, words, 2, options.length);
        return Waybill.commandLine().setErr(new PrintWriter(err, true)).execute(words);
    }

    @Test
    void aClassThatIsNotThereIsNamedWithThoseThatAre() {
        assertThat(run("--only", "kill,meteor")).isEqualTo(2);
        assertThat(err.toString()).contains("meteor", "redisFlush", "uidValidity");
    }

    @Test
    void numbersOutOfRangeAreUsageErrors() {
        assertThat(run("--mails", "0")).isEqualTo(2);
        assertThat(run("--rate", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("--mails is 0", "--rate is -1.0");
    }
}
