package dev.waybill.message.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A table of rules beside the class that uses it: tab-separated columns, the last one the source, lines with # for people. */
public final class RuleTable {
    private RuleTable() {}

    /** The rows in their order; a table that is missing or has another shape is a broken build. */
    public static List<List<String>> rows(Class<?> beside, String name, int columns) {
        try (InputStream in = beside.getResourceAsStream(name + ".tsv")) {
            if (in == null) {
                throw new IllegalStateException("table " + name + ".tsv is missing from the library; build it again");
            }
            List<List<String>> rows = new ArrayList<>();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    rows.add(row(name, line, columns));
                }
            }
            return List.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("table " + name + ".tsv cannot be read", e);
        }
    }

    private static List<String> row(String name, String line, int columns) {
        List<String> row = List.of(line.split("\t", -1));
        if (row.size() != columns || row.getLast().isBlank()) {
            throw new IllegalStateException("table " + name + ".tsv: the line '" + line + "' must have " + columns
                    + " columns, the last one the source");
        }
        return row;
    }
}
