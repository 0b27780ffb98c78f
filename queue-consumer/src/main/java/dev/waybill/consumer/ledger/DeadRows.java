package dev.waybill.consumer.ledger;

import dev.waybill.queue.DeadLetter;
import java.util.List;

/** The {@code dead} rows of the ledger: what the DLQ holds, for those who only see PostgreSQL. */
public interface DeadRows {
    /** Writes or refreshes the rows of these letters in one statement; never over a settled mail. Returns how many changed. */
    int write(List<DeadLetter> letters);
}
