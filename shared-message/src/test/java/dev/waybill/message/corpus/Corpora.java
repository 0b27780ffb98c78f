package dev.waybill.message.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * Real mails: the project's own, and those of the folder that {@code WAYBILL_CORPORA} names, or the nearest {@code ../shared/corpora}. That
 * folder is not part of the project. Where it is not, the tests that compare with its expectations are no tests, and say so; those that
 * ask the same of any mail go over the project's own.
 */
public final class Corpora {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path OWN = Path.of("src/test/resources/mails");

    private Corpora() {}

    /** One line of a manifest. */
    record Expected(String id, Path file, JsonNode expect) {}

    /** A test that compares with what the authors of a corpus expect; none where the corpora are not. */
    public static Stream<DynamicTest> scored(String name, Executable test) {
        if (find().isEmpty()) {
            System.out.println("NOT SCORED: " + name + ": set WAYBILL_CORPORA to the folder of the corpora");
            return Stream.empty();
        }
        return Stream.of(DynamicTest.dynamicTest(name, test));
    }

    public static Path folder() {
        return find().orElseThrow();
    }

    /** The project's own mails, and every file of the corpora that are here. */
    static List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>(files(OWN));
        if (find().isPresent()) {
            all.addAll(files(folder()));
        }
        return all;
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
