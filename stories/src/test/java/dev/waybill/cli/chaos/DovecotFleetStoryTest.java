package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.junit.RequiresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Listeners and consumers as packaged, on a real Dovecot: every process is killed again and again while mail arrives, Dovecot is
 * restarted, Redis and PostgreSQL are killed, and each mail has its effect once; then every mailbox still has somebody who watches it.
 *
 * <p>{@code -Dfleet.full=true} is the whole story: 3 listeners, 2 consumers, 200 mailboxes, 5,000 mails, each process killed 10 times.
 */
class DovecotFleetStoryTest {
    private static final boolean FULL = Boolean.getBoolean("fleet.full");
    private static final int LISTENERS = FULL ? 3 : 2;
    private static final int CONSUMERS = FULL ? 2 : 1;
    private static final int MAILBOXES = FULL ? 200 : 20;
    private static final int MAILS = FULL ? 5_000 : 300;
    private static final int KILLS_EACH = FULL ? 10 : 1;
    private static final int DOVECOT_RESTARTS = FULL ? 2 : 1;
    private static final double PER_SECOND = Double.parseDouble(System.getProperty("fleet.rate", FULL ? "8" : "15"));
    private static final long SEED = Long.getLong("fleet.seed", 20_261_128);
    private static final Duration PATIENCE = FULL ? Duration.ofMinutes(15) : Duration.ofMinutes(4);
    /** A mailbox that nobody watches is never looked at; one that is, by IDLE at once, and every 30 s in any case. */
    private static final Duration NOTICED = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    @RequiresServer(value = "dovecot-imapd", program = "dovecot")
    void eachMailHasItsEffectOnceHoweverOftenEachProcessIsKilled() throws Exception {
        // Given
        Cast cast = new Cast(CONSUMERS, LISTENERS, MAILBOXES, List.of(Provider.IMAP));
        FaultPlan plan = plan(cast);
        System.out.println("fleet.seed " + SEED);
        plan.faults().forEach(System.out::println);
        try (ChaosStack stack = ChaosStack.start(
                cast,
                directory,
                service -> Path.of("..", service, "target", "quarkus-app", "quarkus-run.jar"),
                Map.of())) {
            // When
            ChaosResult result = new ChaosRun(stack, plan, MAILS, PER_SECOND, SEED, System.out::println).run(PATIENCE);

            // Then
            assertThat(result.failedFaults()).isEmpty();
            assertThat(result.findings()).isEqualTo(new Findings(List.of(), List.of(), List.of()));
            assertThat(result.calm())
                    .as("nothing unaccounted, nothing in the queue")
                    .isTrue();
            assertThat(result.evidence().effects()).hasSize(MAILS);
            assertThat(result.evidence().deadLetters()).isEmpty();
            System.out.printf("%d mails, %s, calm after %s%n", MAILS, result.took(), result.calmAfter());

            // When: nothing is wrong any more, and each mailbox gets one mail
            for (String address : cast.addresses()) {
                stack.deliver(address, last(address));
            }

            // Then
            EvidenceReader reader = stack.reader();
            long deadline = System.nanoTime() + NOTICED.toNanos();
            while (reader.recorded() < MAILS + MAILBOXES && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            assertThat(reader.recorded()).as("every mailbox is watched").isEqualTo(MAILS + MAILBOXES);
        }
    }

    /** Every process equally often, in any order, and the servers in between; one in each slice of the time. */
    private static FaultPlan plan(Cast cast) {
        Random random = new Random(SEED);
        List<PlannedFault> kinds = new ArrayList<>();
        for (String service : cast.services()) {
            for (int i = 0; i < KILLS_EACH; i++) {
                kinds.add(fault(FaultClass.KILL, service, Duration.ZERO, random));
            }
        }
        for (int i = 0; i < DOVECOT_RESTARTS; i++) {
            kinds.add(fault(FaultClass.MAIL_RESTART, "mail", Duration.ofSeconds(2), random));
        }
        kinds.add(fault(FaultClass.REDIS_KILL, "redis", Duration.ofSeconds(2), random));
        kinds.add(fault(FaultClass.POSTGRES_KILL, "postgres", Duration.ofSeconds(2), random));
        Collections.shuffle(kinds, random);
        double slice = MAILS / PER_SECOND * 1_000 / kinds.size();
        List<PlannedFault> faults = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            PlannedFault fault = kinds.get(i);
            Duration at = Duration.ofMillis(Math.round((i + random.nextDouble()) * slice));
            faults.add(new PlannedFault(at, fault.lasts(), fault.kind(), fault.target(), fault.seed()));
        }
        return new FaultPlan(faults);
    }

    private static PlannedFault fault(FaultClass kind, String target, Duration lasts, Random random) {
        return new PlannedFault(Duration.ZERO, lasts, kind, target, random.nextLong());
    }

    private static byte[] last(String address) {
        return ("From: last@customer.example\r\nSubject: the last mail to " + address + "\r\nMessage-ID: <last-"
                        + address + ">\r\n\r\nIs somebody there?\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
