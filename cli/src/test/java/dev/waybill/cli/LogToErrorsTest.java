package dev.waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

final class LogToErrorsTest {
    /** What a verb does whose library complains. */
    static final class Verb {
        private Verb() {}

        public static void main(String... arguments) {
            LogToErrors.redirect();
            Logger.getLogger("some.library").error("the server went away");
            System.out.println("{}");
        }
    }

    @Test
    void aLibrarysErrorIsNotPartOfTheAnswer() throws Exception {
        // When
        Process verb = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Verb.class.getName())
                .start();
        String out = new String(verb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(verb.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(verb.waitFor()).isZero();
        assertThat(out.strip()).isEqualTo("{}");
        assertThat(errors).contains("the server went away");
    }
}
