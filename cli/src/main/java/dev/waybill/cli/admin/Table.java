package dev.waybill.cli.admin;

import dev.waybill.cli.Plain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows under a header, in columns as wide as their widest cell and never wider than {@link #WIDEST}. */
final class Table {
    private static final int WIDEST = 48;

    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;

    Table(String... header) {
        this.columns = header.length;
        rows.add(Arrays.asList(header));
    }

    Table row(Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under " + columns + " headers");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> cut(Plain.line(String.valueOf(cell))))
                .toList());
        return this;
    }

    List<String> lines() {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            cells.add(cell + " ".repeat(widths[i] - length(cell)));
        }
        return cells.stream().collect(Collectors.joining("  ")).stripTrailing();
    }

    private static String cut(String cell) {
        return length(cell) <= WIDEST ? cell : cell.substring(0, cell.offsetByCodePoints(0, WIDEST - 1)) + "…";
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
