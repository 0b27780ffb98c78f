package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.FolderMarks;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The folder marks in PostgreSQL. The current UIDVALIDITY of a folder is the one that was begun last, also when an old one returns. */
public final class PostgresFolderMarks implements FolderMarks {
    private static final String FIND = """
        select mailbox, folder, uid_validity, start_uid, complete_until from folder_mark
        where mailbox = ? and folder = ? order by seen_at desc limit 1
        """;

    private static final String ALL = """
        select mailbox, folder, uid_validity, start_uid, complete_until from folder_mark
        where mailbox = ? order by seen_at desc
        """;

    private static final String BEGIN = """
        insert into folder_mark (mailbox, tenant, folder, uid_validity, start_uid, complete_until)
        select id, tenant, ?, ?, ?, ? from mailbox where id = ?
        on conflict (mailbox, folder, uid_validity) do update set seen_at = clock_timestamp()
        returning mailbox, folder, uid_validity, start_uid, complete_until
        """;

    private static final String COMPLETE = """
        update folder_mark set complete_until = ?
        where mailbox = ? and folder = ? and uid_validity = ? and complete_until < ?
        """;

    private final Database database;

    public PostgresFolderMarks(DataSource database) {
        this.database = new Database(database);
    }

    @Override
    public Optional<FolderMark> find(UUID mailbox, String folder) {
        return database.run("finding the mark of a folder of mailbox " + mailbox, FIND, (statement, connection) -> {
            statement.setObject(1, mailbox);
            statement.setString(2, folder);
            return read(statement).stream().findFirst();
        });
    }

    /**
     * Inserts the mark of a folder's new UIDVALIDITY, or returns the one that is there already.
     *
     * @throws IllegalArgumentException there never was such a mailbox
     */
    @Override
    public FolderMark begin(FolderMark mark) {
        return database.run("beginning a folder of mailbox " + mark.mailbox(), BEGIN, (statement, connection) -> {
            statement.setString(1, mark.folder());
            statement.setLong(2, mark.uidValidity());
            statement.setLong(3, mark.startUid());
            statement.setLong(4, mark.completeUntil());
            statement.setObject(5, mark.mailbox());
            return read(statement).stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no mailbox " + mark.mailbox()));
        });
    }

    @Override
    public List<FolderMark> all(UUID mailbox) {
        return database.run("reading the folder marks of mailbox " + mailbox, ALL, (statement, connection) -> {
            statement.setObject(1, mailbox);
            return read(statement);
        });
    }

    @Override
    public boolean complete(UUID mailbox, String folder, long uidValidity, long completeUntil) {
        return database.run("completing a folder of mailbox " + mailbox, COMPLETE, (statement, connection) -> {
            statement.setLong(1, completeUntil);
            statement.setObject(2, mailbox);
            statement.setString(3, folder);
            statement.setLong(4, uidValidity);
            statement.setLong(5, completeUntil);
            return statement.executeUpdate() == 1;
        });
    }

    private static List<FolderMark> read(PreparedStatement statement) throws SQLException {
        List<FolderMark> marks = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                marks.add(new FolderMark(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5)));
            }
        }
        return List.copyOf(marks);
    }
}
