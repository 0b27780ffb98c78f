package dev.waybill.cli.chaos;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is found of a run's mails when it is over.
 *
 * @param blobs every blob that a row names, by its hash, and whether it is there
 * @param events how many events the outbox has for each comment
 * @param deadLetters the pointers in Redis' DLQ
 * @param pointers how many the queue still holds
 */
record Evidence(
        List<LedgerRow> ledger,
        List<Effect> effects,
        Map<String, Blob> blobs,
        Map<Long, Integer> events,
        List<String> deadLetters,
        List<Account> accounts,
        long pointers) {
    /** A row of the ledger; {@code token} is empty where the row names no Message-ID of a run, {@code comment} 0 where none was made. */
    record LedgerRow(
            String address, String key, String outcome, String reason, String effect, String token, long comment) {}

    /** A comment, the opening one of a ticket included; hashes in hexadecimal digits. */
    record Effect(
            long comment,
            long ticket,
            String address,
            String key,
            boolean opening,
            String token,
            String rawSha256,
            Set<String> files) {}

    /** How a blob was found. */
    enum Blob {
        WHOLE,
        MISSING,
        DAMAGED
    }

    /**
     * What {@code mailbox show} says.
     *
     * @param placed outcomes and queue states together
     * @param unaccounted -1 when the provider could not be asked
     */
    record Account(String address, String state, long found, long placed, long unaccounted, String problem) {}
}
