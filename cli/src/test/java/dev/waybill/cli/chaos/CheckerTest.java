package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.chaos.Evidence.Account;
import dev.waybill.cli.chaos.Evidence.Blob;
import dev.waybill.cli.chaos.Evidence.Effect;
import dev.waybill.cli.chaos.Evidence.LedgerRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checker is handed what a broken Waybill would leave: each kind of damage is found, and told with its token. */
class CheckerTest {
    private static final String DESK = "desk1@imap.example";
    private static final String OTHER = "desk2@imap.example";
    private static final String FIRST = "c1-000000";
    private static final String REPLY = "c1-000001";
    private static final String WITH_FILE = "c1-000002";

    private final List<SentMail> sent = List.of(
            new SentMail(FIRST, DESK, "", "aa", ""),
            new SentMail(REPLY, DESK, FIRST, "bb", ""),
            new SentMail(WITH_FILE, OTHER, "", "cc", "ff"));
    private final List<LedgerRow> ledger = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final Map<String, Blob> blobs = new HashMap<>();
    private final Map<Long, Integer> events = new HashMap<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();
    private long pointers;

    @BeforeEach
    void everythingWentWell() {
        add(new Effect(11, 1, DESK, "imap:7:1:INBOX", true, FIRST, "aa", Set.of()));
        add(new Effect(12, 1, DESK, "imap:7:2:INBOX", false, REPLY, "bb", Set.of()));
        add(new Effect(13, 2, OTHER, "imap:7:1:INBOX", true, WITH_FILE, "cc", Set.of("ff")));
        List.of("aa", "bb", "cc", "ff").forEach(hash -> blobs.put(hash, Blob.WHOLE));
        accounts.add(new Account(DESK, "active", 2, 2, 0, ""));
        accounts.add(new Account(OTHER, "active", 1, 1, 0, ""));
    }

    private void add(Effect effect) {
        effects.add(effect);
        ledger.add(new LedgerRow(
                effect.address(), effect.key(), "processed", "", "ticket", effect.token(), effect.comment()));
        events.put(effect.comment(), 1);
    }

    private Findings check() {
        return Checker.check(sent, new Evidence(ledger, effects, blobs, events, deadLetters, accounts, pointers));
    }

    private void remove(Effect effect) {
        effects.remove(effect);
        events.remove(effect.comment());
        ledger.removeIf(row -> row.comment() == effect.comment());
    }

    @Test
    void whatWentWellHasNoFindings() {
        assertThat(check().none()).isTrue();
    }

    @Test
    void aMailWithoutAnEffectIsLost() {
        // Given
        remove(effects.get(1));
        ledger.add(new LedgerRow(DESK, "imap:7:2:INBOX", "skipped", "duplicate", "none", REPLY, 0));
        // When
        Findings found = check();
        // Then
        assertThat(found.lost()).singleElement().asString().contains(REPLY, DESK, "skipped duplicate");
        assertThat(found.twice()).isEmpty();
        assertThat(found.unexplained()).isEmpty();
    }

    @Test
    void aMailWithTwoEffectsIsTwice() {
        // Given: the same mail under another UIDVALIDITY, and the safety against that gone
        add(new Effect(14, 3, DESK, "imap:8:1:INBOX", true, FIRST, "aa", Set.of()));
        // When
        Findings found = check();
        // Then
        assertThat(found.lost()).isEmpty();
        assertThat(found.twice())
                .hasSize(2)
                .allSatisfy(words -> assertThat(words).contains(FIRST));
        assertThat(found.twice().getFirst()).contains("imap:7:1:INBOX", "imap:8:1:INBOX");
    }

    @Test
    void twoEventsOfOneMailAreTwice() {
        // Given
        events.put(12L, 2);
        // When, then
        assertThat(check().twice()).singleElement().asString().contains(REPLY, "2 events");
    }

    @Test
    void aMailThatNobodySentIsUnexplained() {
        // Given
        add(new Effect(15, 4, DESK, "imap:7:9:INBOX", true, "c1-999999", "dd", Set.of()));
        blobs.put("dd", Blob.WHOLE);
        // When, then
        assertThat(check().unexplained()).singleElement().asString().contains("comment 15", "no mail that was sent");
    }

    @Test
    void aMissingBlobAndADamagedOneAreToldWithTheirMails() {
        // Given
        blobs.put("ff", Blob.MISSING);
        blobs.put("aa", Blob.DAMAGED);
        // When, then
        assertThat(check().unexplained())
                .satisfiesExactlyInAnyOrder(
                        words -> assertThat(words).contains("ff", "missing", WITH_FILE),
                        words -> assertThat(words).contains("aa", "damaged", FIRST));
    }

    @Test
    void aLedgerRowAndItsEffectNeedEachOther() {
        // Given
        ledger.removeIf(row -> row.comment() == 12);
        ledger.add(new LedgerRow(DESK, "imap:7:3:INBOX", "processed", "", "ticket", "", 99));
        // When, then
        assertThat(check().unexplained())
                .satisfiesExactlyInAnyOrder(
                        words -> assertThat(words).contains(REPLY, "without a row of the ledger"),
                        words -> assertThat(words).contains("imap:7:3:INBOX", "without a comment"));
    }

    @Test
    void whatCameAgainIsExplainedAndAnyOtherSkipIsNot() {
        // Given
        ledger.add(new LedgerRow(DESK, "imap:8:1:INBOX", "skipped", "duplicate_content", "none", "", 0));
        ledger.add(new LedgerRow(
                DESK, "imap:7:4:INBOX", "skipped", "source_unavailable:uidvalidity_changed", "none", "", 0));
        ledger.add(new LedgerRow(DESK, "imap:7:5:INBOX", "skipped", "too_large", "none", "", 0));
        // When, then
        assertThat(check().unexplained()).singleElement().asString().contains("imap:7:5:INBOX", "too_large");
    }

    @Test
    void deadLettersAndWhatTheQueueStillHoldsAreUnexplained() {
        // Given
        ledger.add(new LedgerRow(DESK, "imap:7:6:INBOX", "dead", "handler_failed", "none", "", 0));
        deadLetters.add("imap pointer 6");
        pointers = 3;
        // When, then
        assertThat(check().unexplained())
                .satisfiesExactlyInAnyOrder(
                        words -> assertThat(words).contains("imap:7:6:INBOX", "dead", "handler_failed"),
                        words -> assertThat(words).contains("imap pointer 6"),
                        words -> assertThat(words).contains("still holds 3"));
    }

    @Test
    void aReplyOnAnotherTicketThanItsParentIsUnexplained() {
        // Given
        remove(effects.get(1));
        add(new Effect(12, 9, DESK, "imap:7:2:INBOX", true, REPLY, "bb", Set.of()));
        // When, then
        assertThat(check().unexplained()).singleElement().asString().contains(REPLY, FIRST, "ticket 9");
    }

    @Test
    void aMailInAnotherMailboxOrWithOtherContentIsUnexplained() {
        // Given
        remove(effects.get(2));
        add(new Effect(13, 2, DESK, "imap:7:8:INBOX", true, WITH_FILE, "xx", Set.of()));
        // When, then
        assertThat(check().unexplained())
                .hasSize(3)
                .allSatisfy(words -> assertThat(words).contains(WITH_FILE));
    }

    @Test
    void accountsThatDoNotAddUpAreUnexplained() {
        // Given
        accounts.set(0, new Account(DESK, "active", 4, 2, 1, ""));
        accounts.set(1, new Account(OTHER, "auth_failed", 1, 1, -1, "refused"));
        // When, then
        assertThat(check().unexplained())
                .satisfiesExactlyInAnyOrder(
                        words -> assertThat(words).contains(DESK, "1 unaccounted"),
                        words -> assertThat(words).contains(DESK, "found 4", "2 in outcomes"),
                        words -> assertThat(words).contains(OTHER, "not asked", "refused"),
                        words -> assertThat(words).contains(OTHER, "auth_failed"));
    }

    @Test
    void eventsAndCommentsNeedEachOther() {
        // Given
        events.remove(11L);
        events.put(77L, 1);
        // When, then
        assertThat(check().unexplained())
                .satisfiesExactlyInAnyOrder(
                        words -> assertThat(words).contains(FIRST, "no event"),
                        words -> assertThat(words).contains("comment 77"));
    }
}
