package dev.waybill.message.reply;

import dev.waybill.message.text.RuleTable;
import java.util.List;

/** The tables of this package. */
final class Table {
    private Table() {}

    static List<List<String>> rows(String name, int columns) {
        return RuleTable.rows(Table.class, name, columns);
    }
}
