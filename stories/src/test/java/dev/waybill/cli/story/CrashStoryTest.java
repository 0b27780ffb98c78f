package dev.waybill.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.stack.Home;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three hundred mails arrive, noticed by our listener and pushed by somebody else's, while each service is killed three
 * times. Nothing is lost, nothing is done twice.
 */
class CrashStoryTest {
    private static final String DEMO = "demo@waybill.localhost";
    private static final int PORTION = 30;
    private static final int PORTIONS = 10;
    private static final int MAILS = PORTION * PORTIONS;

    /** Short leases, so that what a killed consumer held is taken up again soon. */
    private static final Map<String, String> SHORT_LEASES =
            Map.of("WAYBILL_QUEUE_CLAIM_TTL", "7500ms", "WAYBILL_CONSUMER_HANDLER_TIMEOUT", "5s");

    @TempDir
    private Path root;

    @TempDir
    private Path mails;

    private final long seed = Long.getLong("story.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void threeHundredMailsSurviveNineKills() throws Exception {
        System.out.println("story.seed=" + seed);
        StoryMails.write(mails, MAILS, random);
        try (PackagedStack stack = PackagedStack.up(root, SHORT_LEASES);
                OwnListener other = new OwnListener(stack)) {
            // When
            killInTheMiddle(stack, other);
            // Then
            everyMailIsAccountedFor(stack);
            everyEffectIsThereOnce(stack);
            // And
            List<String> before = effects(stack);
            HttpResponse<String> again = other.push(DEMO, recorded(stack)).orElseThrow();
            assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
            assertThat(again.body()).contains("\"queued\":" + MAILS);
            everyMailIsAccountedFor(stack);
            assertThat(effects(stack)).isEqualTo(before);
        }
    }

    /** A service dies while one portion is being sent and the earlier ones are pushed once more. */
    private void killInTheMiddle(PackagedStack stack, OwnListener other) throws Exception {
        try (ExecutorService pushes = Executors.newVirtualThreadPerTaskExecutor()) {
            int sent = 0;
            List<Future<?>> pushed = new ArrayList<>();
            for (String victim : victims()) {
                Process sending = send(stack, sent);
                sent += PORTION;
                int before = recorded(stack).size();
                int enough = Math.min(sent, before + 1 + random.nextInt(PORTION / 2));
                Wait.until(
                        Duration.ofMinutes(4),
                        Duration.ofMillis(5),
                        enough + " mails of " + sent + " are recorded",
                        () -> recorded(stack).size() >= enough);
                pushed.add(pushes.submit(() -> pushUntilTaken(stack, other)));
                System.out.printf(
                        "killing %s with %d of %d mails recorded%n",
                        victim, recorded(stack).size(), sent);
                stack.kill(victim);
                ended(sending);
            }
            ended(send(stack, sent));
            for (Future<?> push : pushed) {
                push.get();
            }
        }
    }

    private List<String> victims() {
        List<String> victims = new ArrayList<>();
        Home.SERVICES.forEach(service -> victims.addAll(Collections.nCopies(3, service)));
        Collections.shuffle(victims, random);
        return victims;
    }

    private Process send(PackagedStack stack, int first) throws Exception {
        List<String> verb = new ArrayList<>(List.of("send"));
        for (int i = first; i < first + PORTION; i++) {
            verb.add(StoryMails.file(mails, i).toString());
        }
        return stack.start(root.resolve("send.err"), verb.toArray(String[]::new));
    }

    private void ended(Process sending) throws Exception {
        assertThat(sending.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(sending.exitValue())
                .as(Files.readString(root.resolve("send.err")))
                .isZero();
    }

    private static Void pushUntilTaken(PackagedStack stack, OwnListener other) throws InterruptedException {
        List<String> known = recorded(stack);
        Wait.until(
                Duration.ofMinutes(5),
                "a push is taken",
                () -> other.push(DEMO, known)
                        .filter(answer -> answer.statusCode() == 202)
                        .isPresent());
        return null;
    }

    private static void everyMailIsAccountedFor(PackagedStack stack) throws InterruptedException {
        // A verb is a JVM; the ledger is asked until there is something to account for.
        Wait.until(
                Duration.ofMinutes(4),
                "all mails are recorded",
                () -> recorded(stack).size() >= MAILS);
        AtomicReference<String> last = new AtomicReference<>("");
        try {
            Wait.until(Duration.ofMinutes(4), Duration.ofSeconds(2), "all mails have an outcome", () -> {
                PackagedStack.Ended shown = stack.run("mailbox", "show", DEMO, "--json");
                last.set(shown.said());
                return shown.status() == 0 && isSettled(shown.said());
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the last account: " + last.get(), e);
        }
        JsonNode shown = stack.json("mailbox", "show", DEMO, "--json");
        assertThat(shown.path("found").asInt()).as(shown.toPrettyString()).isEqualTo(MAILS);
        assertThat(shown.path("unaccounted").asInt(-1)).isZero();
        assertThat(shown.path("outcomes").path("dead")).isEmpty();
        assertThat(sum(shown.path("outcomes"))).isEqualTo(MAILS);
    }

    /** The admin API may be away for a while, because its service was just killed. */
    private static boolean isSettled(String shown) {
        JsonNode account = PackagedStack.parse(shown);
        return account.path("providerChecked").asBoolean()
                && sum(account.path("outcomes")) >= MAILS
                && account.path("waiting").asInt()
                                + account.path("inFlight").asInt()
                                + account.path("delayed").asInt()
                        == 0;
    }

    private static int sum(JsonNode outcomes) {
        int sum = 0;
        for (JsonNode byReason : outcomes) {
            for (JsonNode count : byReason) {
                sum += count.asInt();
            }
        }
        return sum;
    }

    private static void everyEffectIsThereOnce(PackagedStack stack) {
        assertThat(stack.query("select subject from comment where subject like 'Story %' group by subject having"
                        + " count(*) > 1"))
                .isEmpty();
        assertThat(stack.query("select count(*) from comment").getFirst())
                .isEqualTo(stack.query(
                                "select count(*) from email_processed_messages where effect in ('ticket', 'comment')")
                        .getFirst());
        assertThat(stack.query("select count(*) from ticket").getFirst())
                .isEqualTo(stack.query("select count(*) from email_processed_messages where effect = 'ticket'")
                        .getFirst());
        // Every reply lies with what it replies to, whichever came first.
        assertThat(stack.query("select r.subject from comment r join comment p on r.subject = 'Re: ' || p.subject"
                        + " where p.subject like 'Story %' and r.ticket_id <> p.ticket_id"))
                .isEmpty();
        assertThat(stack.query("select count(*) from comment where subject like 'Re: Story %'")
                        .getFirst())
                .isEqualTo(String.valueOf(2 * MAILS / 10));
    }

    private static List<String> recorded(PackagedStack stack) {
        return stack.query("select message_key from email_processed_messages order by 1");
    }

    private static List<String> effects(PackagedStack stack) {
        return stack.query(
                "select concat_ws('|', m.message_key, outcome, effect, m.ticket_id, m.comment_id, processed_at)"
                        + " from email_processed_messages m order by 1");
    }
}
