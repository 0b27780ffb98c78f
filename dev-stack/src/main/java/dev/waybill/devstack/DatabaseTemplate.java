package dev.waybill.devstack;

import dev.waybill.devstack.TestServers.TestDatabase;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A database of the tests' PostgreSQL whose tables are made once in a JVM, by the first test that wants a copy. */
public final class DatabaseTemplate {
    private final Consumer<TestDatabase> tables;
    private @Nullable TestDatabase made;

    /**
     * Makes nothing yet.
     *
     * @param tables makes the tables in an empty database, and leaves no connection open: PostgreSQL copies nothing that is in use
     */
    public DatabaseTemplate(Consumer<TestDatabase> tables) {
        this.tables = tables;
    }

    /** Returns a database with those tables that nobody else gets. */
    public synchronized TestDatabase copy() {
        if (made == null) {
            TestDatabase empty = TestServers.freshDatabase();
            tables.accept(empty);
            made = empty;
        }
        return TestServers.copyOf(made);
    }
}
