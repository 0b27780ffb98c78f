package dev.waybill.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.stack.Home;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three hundred mails arrive while each service is killed three times. Nothing is lost, nothing is done twice. */
class CrashStoryTest {
    private static final int MAILS = 300;
    private static final String DEMO = "demo@waybill.localhost";

    /** Short leases, so that what a killed consumer held is taken up again soon. */
    private static final Map<String, String> SHORT_LEASES =
            Map.of("WAYBILL_QUEUE_CLAIM_TTL", "9s", "WAYBILL_CONSUMER_HANDLER_TIMEOUT", "5s");

    @TempDir
    private Path root;

    @TempDir
    private Path mails;

    @Test
    void threeHundredMailsSurviveNineKills() throws Exception {
        long seed = Long.getLong("story.seed", System.nanoTime());
        System.out.println("story.seed=" + seed);
        Random random = new Random(seed);
        StoryMails.write(mails, MAILS, random);
        try (PackagedStack stack = PackagedStack.up(root, SHORT_LEASES)) {
            // When
            Path errors = Files.createTempFile(root, "send", ".err");
            Process sending = stack.start(errors, "send", mails.toString());
            for (String victim : victims(random)) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
                stack.kill(victim);
            }
            assertThat(sending.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(sending.exitValue()).as(Files.readString(errors)).isZero();
            // Then
            everyMailIsAccountedFor(stack);
            everyEffectIsThereOnce(stack);
            // And
            List<String> before = effects(stack);
            enqueueEverythingAgain(stack);
            everyMailIsAccountedFor(stack);
            assertThat(effects(stack)).isEqualTo(before);
        }
    }

    private static List<String> victims(Random random) {
        List<String> victims = new ArrayList<>();
        Home.SERVICES.forEach(service -> victims.addAll(Collections.nCopies(3, service)));
        Collections.shuffle(victims, random);
        return victims;
    }

    private static void everyMailIsAccountedFor(PackagedStack stack) throws InterruptedException {
        AtomicReference<String> last = new AtomicReference<>("");
        try {
            Wait.until(Duration.ofMinutes(3), Duration.ofMillis(500), "all mails have an outcome", () -> {
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
        assertThat(
                        stack.query(
                                "select subject from comment where subject like 'Story %' group by subject having count(*) > 1"))
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

    private static List<String> effects(PackagedStack stack) {
        return stack.query(
                "select concat_ws('|', m.message_key, outcome, effect, m.ticket_id, m.comment_id, processed_at)"
                        + " from email_processed_messages m order by 1");
    }

    /** As an external listener would that lost its memory. */
    private static void enqueueEverythingAgain(PackagedStack stack) throws Exception {
        List<String> keys = stack.query("select message_key from email_processed_messages order by 1");
        String pointers = keys.stream()
                .map(key -> key.split(":", 4))
                .map(key -> "{\"mailbox\":\"%s\",\"folder\":\"%s\",\"uidValidity\":\"%s\",\"uid\":\"%s\"}"
                        .formatted(DEMO, key[3], key[1], key[2]))
                .collect(Collectors.joining(",", "{\"pointers\":[", "]}"));
        String secret =
                Files.readString(stack.secrets().resolve("ingress-key-demo")).strip();
        String timestamp = String.valueOf(System.currentTimeMillis() / 1000);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = HexFormat.of()
                .formatHex(mac.doFinal((timestamp + "." + pointers).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(stack.state().ingress() + "/webhooks/imap"))
                            .header("Content-Type", "application/json")
                            .header("Waybill-Key", "demo")
                            .header("Waybill-Timestamp", timestamp)
                            .header("Waybill-Signature", "v1=" + signature)
                            .POST(HttpRequest.BodyPublishers.ofString(pointers))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(answer.body()).contains("\"queued\":" + MAILS);
        }
    }
}
