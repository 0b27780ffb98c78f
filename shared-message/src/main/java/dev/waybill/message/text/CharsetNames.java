package dev.waybill.message.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The charsets that mails name, by the names found in the wild: the table {@code charsets.tsv}, then every name and alias of the JDK.
 * A look-up never asks the JDK's providers, so that hostile names cost nothing.
 */
public final class CharsetNames {
    /** Windows-1252: what unlabelled 8-bit text most often is, and a superset of ISO-8859-1. */
    public static final Charset WESTERN = Charset.forName("windows-1252");

    /** The name under which {@link #find} knows UTF-7, which the JDK has not. */
    static final String UTF_7 = "utf-7";

    private static final int LONGEST = 60;
    private static final Map<String, Charset> BY_NAME = load();

    private CharsetNames() {}

    /** The charset that a label means; empty when the label says nothing (missing, unknown, or US-ASCII, which 8-bit text belies). */
    public static Optional<Charset> find(String label) {
        String name = plain(label);
        Charset known = BY_NAME.get(name);
        if (known == null) {
            known = BY_NAME.get(withoutLocale(name));
        }
        return known == null || known.equals(StandardCharsets.US_ASCII) ? Optional.empty() : Optional.of(known);
    }

    /** Whether a label means UTF-7 (RFC 2152). */
    static boolean isUtf7(String label) {
        String name = plain(label);
        return name.equals(UTF_7)
                || name.equals("utf7")
                || name.equals("unicode-1-1-utf-7")
                || name.equals("x-unicode-2-0-utf-7");
    }

    /** Lower case, cut at what cannot be part of a name: a language (RFC 2231), a comment, an escape, a parameter. */
    private static String plain(String label) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < label.length() && name.length() < LONGEST; i++) {
            char c = label.charAt(i);
            boolean part = (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == ':'
                    || c == '+';
            if (part) {
                name.append(c == '_' ? '-' : c);
            } else if (c == '*' || c == ';' || c == '$' || c == ',' || (c == '(' && !name.isEmpty())) {
                break;
            }
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return lower.startsWith("-") ? lower.substring(1) : lower;
    }

    /** {@code en-us.iso885915} names a charset behind a locale (POSIX). */
    private static String withoutLocale(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    private static Map<String, Charset> load() {
        Map<String, Charset> names = new HashMap<>();
        for (Charset charset : Charset.availableCharsets().values()) {
            names.putIfAbsent(plain(charset.name()), charset);
        }
        for (Charset charset : Charset.availableCharsets().values()) {
            charset.aliases().forEach(alias -> names.putIfAbsent(plain(alias), charset));
        }
        try (InputStream table =
                        Objects.requireNonNull(CharsetNames.class.getResourceAsStream("charsets.tsv"), "charsets.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .forEach(line -> {
                        int tab = line.indexOf('\t');
                        Charset charset = Charset.availableCharsets()
                                .get(line.substring(tab + 1).strip());
                        if (charset != null) {
                            names.put(plain(line.substring(0, tab)), charset);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("charsets.tsv inside the jar cannot be read", e);
        }
        return Map.copyOf(names);
    }
}
