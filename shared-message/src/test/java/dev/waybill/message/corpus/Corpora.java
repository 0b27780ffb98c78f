package dev.waybill.message.corpus;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of real mails: {@code WAYBILL_CORPORA}, or the nearest {@code ../shared/corpora}. It is not part of the project; the tests
 * that score on it are skipped, and say so, where it is not.
 */
final class Corpora {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Corpora() {}

    /** One line of a manifest. */
    record Expected(String id, Path file, JsonNode expect) {}

    static Path folder() {
        Optional<Path> folder = find();
        if (folder.isEmpty()) {
            System.out.println(
                    "SKIPPED: no corpora of real mails here; set WAYBILL_CORPORA to their folder to score on them");
        }
        assumeTrue(folder.isPresent(), "no corpora of real mails; set WAYBILL_CORPORA to their folder");
        return folder.orElseThrow();
    }

    private static Optional<Path> find() {
        String named = System.getenv("WAYBILL_CORPORA");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("corpora");
            if (at.getParent() != null && Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    static List<Expected> manifest(String corpus, String name) throws IOException {
        Path folder = folder().resolve(corpus);
        List<Expected> expected = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name))) {
            if (!line.isBlank()) {
                JsonNode entry = JSON.readTree(line);
                expected.add(new Expected(
                        entry.get("id").asText(),
                        folder.resolve(entry.get("file").asText()),
                        entry.get("expect")));
            }
        }
        return expected;
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
