package dev.waybill.consumer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} names every metric that a service registers. */
final class MetricsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("\"(waybill\\.[a-z.]*[a-z])\"");

    @Test
    void everyMetricIsOnThePage() throws IOException {
        // Given
        String page = Files.readString(ROOT.resolve("docs/metrics.md"));

        // When
        Set<String> registered = new TreeSet<>();
        for (String module : Set.of("queue-consumer", "imap-listener", "ingress-webhooks")) {
            registered.addAll(metricsOf(ROOT.resolve(module).resolve("src/main/java")));
        }

        // Then
        assertThat(registered)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(page).contains("`" + name));
    }

    private static Set<String> metricsOf(Path sources) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                Matcher name = NAME.matcher(text);
                while (text.contains("MeterRegistry registry") && name.find()) {
                    names.add(name.group(1).replace('.', '_'));
                }
            }
        }
        return names;
    }
}
