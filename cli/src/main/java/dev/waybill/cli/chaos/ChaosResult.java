package dev.waybill.cli.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a run came to.
 *
 * @param faults that happened
 * @param failedFaults that the harness could not bring about, with the reason
 * @param calm whether everything was accounted for and the queue empty in time
 * @param calmAfter the time from the end of the last fault until then
 */
record ChaosResult(
        Instant at,
        Duration took,
        List<SentMail> sent,
        int faults,
        List<String> failedFaults,
        boolean calm,
        Duration calmAfter,
        Evidence evidence,
        Findings findings) {
    /** Nothing lost, twice or unexplained, and calm in time. */
    boolean isGood() {
        return calm && findings.none();
    }
}
