package dev.waybill.message;

import dev.waybill.message.mime.PartHeader;
import dev.waybill.message.text.CleanText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The names of attachments: as the sender gave them, made safe; made up by type where there is none. */
final class AttachmentNames {
    /** What file systems allow. */
    private static final int LONGEST = 255;

    private static final int LONGEST_EXTENSION = 20;
    private static final Map<String, String> EXTENSIONS = load();
    private static final Map<String, String> TYPES = types();

    private AttachmentNames() {}

    /**
     * Never empty.
     *
     * @param number of the attachment in its mail, from 1
     */
    static String of(PartHeader part, int number) {
        return part.fileNames().stream()
                .map(AttachmentNames::clean)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseGet(() -> madeUp(part.mimeType(), number));
    }

    /** Without path, control and bidi characters, and within {@value #LONGEST} characters; empty when nothing is left. */
    static String clean(String given) {
        String path = CleanText.line(given);
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
                .strip();
        int end = name.length();
        // Windows drops dots and spaces at the end, so that "a.exe." would become "a.exe".
        while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) == ' ')) {
            end--;
        }
        return shortened(name.substring(0, end));
    }

    /** The type that a name's extension tells. */
    static String typeOf(String name) {
        return TYPES.getOrDefault(
                name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
    }

    static String madeUp(String mimeType, int number) {
        return "attachment-" + number + "."
                + EXTENSIONS.getOrDefault(mimeType, mimeType.startsWith("text/") ? "txt" : "bin");
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? name.substring(dot) : "";
        return CleanText.atMost(name, LONGEST - extension.length()) + extension;
    }

    /** Where several types have one extension, the first by name counts. */
    private static Map<String, String> types() {
        Map<String, String> types = new HashMap<>();
        new TreeMap<>(EXTENSIONS).forEach((type, extension) -> types.putIfAbsent(extension, type));
        return Map.copyOf(types);
    }

    private static Map<String, String> load() {
        Map<String, String> extensions = new HashMap<>();
        try (InputStream table = Objects.requireNonNull(
                        AttachmentNames.class.getResourceAsStream("extensions.tsv"), "extensions.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .forEach(line -> {
                        int tab = line.indexOf('\t');
                        extensions.put(
                                line.substring(0, tab), line.substring(tab + 1).strip());
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("extensions.tsv inside the jar cannot be read", e);
        }
        return Map.copyOf(extensions);
    }
}
