package dev.waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each guarantee of the README names tests that exist. */
class GuaranteesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    @TestFactory
    Stream<DynamicTest> eachRowNamesItsProof() throws IOException {
        List<String> rows = rows();
        assertThat(rows).hasSizeGreaterThan(10);
        return rows.stream().map(row -> DynamicTest.dynamicTest(event(row), () -> namesItsProof(row)));
    }

    private static List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(ROOT.resolve("README.md"))) {
            inside = line.startsWith("## ") ? line.equals("## What is guaranteed") : inside;
            if (inside && line.startsWith("| ") && !line.startsWith("| event")) {
                rows.add(line);
            }
        }
        return rows;
    }

    private static String event(String row) {
        return row.split("\\|", -1)[1].strip();
    }

    private static void namesItsProof(String row) throws IOException {
        String proof = row.split("\\|", -1)[3];
        List<MatchResult> names = NAME.matcher(proof).results().toList();
        assertThat(names).as("tests named in the last column").isNotEmpty();
        for (MatchResult name : names) {
            String source = source(name.group(1));
            if (name.group(2) != null) {
                assertThat(source).contains("void " + name.group(2) + "(");
            }
        }
    }

    private static String source(String test) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(ROOT, Files::isDirectory)) {
            for (Path module : modules) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        files.filter(file -> file.endsWith(test + ".java")).forEach(found::add);
                    }
                }
            }
        }
        assertThat(found).as(test).hasSize(1);
        return Files.readString(found.getFirst());
    }
}
