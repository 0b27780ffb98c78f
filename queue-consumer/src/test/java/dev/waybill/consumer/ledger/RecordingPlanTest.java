package dev.waybill.consumer.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.database.ConsumerDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** How PostgreSQL goes about what is done for each mail, when it plans that for all mails to come while there are no rows yet. */
class RecordingPlanTest {
    private static final ConsumerDatabase DATABASE = ConsumerDatabase.fresh();

    @Test
    void whatIsKnownIsLookedUpByIndexes() throws SQLException {
        String look = Standing.LOCK_AND_LOOK.substring(Standing.LOCK_AND_LOOK.indexOf(';') + 1);

        assertThat(plan(look))
                .noneMatch(step -> step.contains("Seq Scan"))
                .anyMatch(step -> step.contains("email_processed_messages_pkey"))
                .anyMatch(step -> step.contains("raw_sha256_mailbox_id_idx"))
                .anyMatch(step -> step.contains("thread_key_pkey"));
    }

    @Test
    void theTicketToJoinIsFoundByItsKey() throws SQLException {
        assertThat(plan(Effects.RECORD))
                .noneMatch(step -> step.contains("Seq Scan"))
                .anyMatch(step -> step.contains("ticket_pkey"));
    }

    private static List<String> plan(String sql) throws SQLException {
        StringBuilder numbered = new StringBuilder();
        int parameters = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            numbered.append(c == '?' ? "$" + ++parameters : String.valueOf(c));
        }
        PGSimpleDataSource source = (PGSimpleDataSource) DATABASE.source();
        try (Connection connection = simple(source);
                ResultSet rows = connection.createStatement().executeQuery("explain (generic_plan) " + numbered)) {
            List<String> steps = new ArrayList<>();
            while (rows.next()) {
                steps.add(rows.getString(1));
            }
            return steps;
        }
    }

    /** Parameters stay unbound in this mode only. */
    private static Connection simple(PGSimpleDataSource source) throws SQLException {
        PGSimpleDataSource simple = new PGSimpleDataSource();
        simple.setUrl(source.getUrl());
        simple.setUser(source.getUser());
        simple.setPassword(source.getPassword());
        simple.setPreferQueryMode(PreferQueryMode.SIMPLE);
        return simple.getConnection();
    }
}
