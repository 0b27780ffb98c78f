package dev.waybill.cli.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The mails to send: files as named, folders walked for {@code .eml}, {@code .msg} and {@code .txt} in the order of their names. */
final class MailFiles {
    private static final List<String> ENDINGS = List.of(".eml", ".msg", ".txt");
    private static final int MOST = 1_000_000;

    private MailFiles() {}

    static List<Path> find(List<Path> named) {
        List<Path> found = new ArrayList<>();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                found.addAll(walk(path));
            } else if (Files.isRegularFile(path)) {
                found.add(path);
            } else {
                throw VerbFailure.failed(path + " does not exist");
            }
        }
        if (found.isEmpty()) {
            throw VerbFailure.failed(
                    "no mail found: the folders hold no file that ends in " + String.join(", ", ENDINGS));
        }
        return found;
    }

    private static List<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(MailFiles::isMail).sorted().limit(MOST).toList();
        } catch (IOException | UncheckedIOException e) {
            throw VerbFailure.failed(folder + " cannot be read: " + e.getMessage());
        }
    }

    private static boolean isMail(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }
}
