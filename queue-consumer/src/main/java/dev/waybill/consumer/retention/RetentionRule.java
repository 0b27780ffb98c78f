package dev.waybill.consumer.retention;

/** What an age takes from the ledger's rows. A row that is dead keeps its details until it is settled. */
public enum RetentionRule {
    ORIGINALS("originals", """
        update email_processed_messages set original_gone_at = now()
         where processed_at > ?::timestamptz and processed_at <= ?::timestamptz and raw_sha256 is not null and original_gone_at is null
        """),
    DETAILS("details", """
        update email_processed_messages set rfc_message_id = null, decision = '{}', trace_id = ''
         where processed_at > ?::timestamptz and processed_at <= ?::timestamptz and outcome <> 'dead'
           and (rfc_message_id is not null or decision <> '{}' or trace_id <> '')
        """);

    private final String id;
    private final String sql;

    RetentionRule(String id, String sql) {
        this.id = id;
        this.sql = sql;
    }

    /** As settings and marks name it. */
    public String id() {
        return id;
    }

    String sql() {
        return sql;
    }
}
