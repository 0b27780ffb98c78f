package dev.waybill.cli.chaos;

import dev.waybill.cli.chaos.Evidence.Account;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits until nothing is under way any more, and says what it still waits for. */
final class Calm {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration MENTION = Duration.ofSeconds(10);

    private final ChaosStack stack;
    private final EvidenceReader reader;
    private final int sent;
    private final Consumer<String> say;

    Calm(ChaosStack stack, EvidenceReader reader, int sent, Consumer<String> say) {
        this.stack = stack;
        this.reader = reader;
        this.sent = sent;
        this.say = say;
    }

    /** Tells whether calm came within the patience. */
    boolean await(Duration patience) throws InterruptedException {
        long begun = System.nanoTime();
        long mentioned = begun;
        while (true) {
            String missing = missing();
            long now = System.nanoTime();
            if (missing.isEmpty()) {
                return true;
            }
            if (now - begun > patience.toNanos()) {
                say.accept("no calm within " + patience.toSeconds() + " s: " + missing);
                return false;
            }
            if (now - mentioned > MENTION.toNanos()) {
                mentioned = now;
                say.accept("waiting for calm since "
                        + Duration.ofNanos(now - begun).toSeconds() + " s: " + missing);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    /** The cheap questions first. */
    private String missing() {
        long recorded = reader.recorded();
        if (recorded < sent) {
            return recorded + " of " + sent + " mails have an effect";
        }
        long pointers = reader.pointers();
        if (pointers != 0) {
            return "the queue holds " + pointers + " pointers";
        }
        if (!stack.isReady()) {
            return "not every service is ready";
        }
        List<String> open = reader.accounts().stream()
                .filter(account ->
                        account.unaccounted() != 0 || !account.state().equals("active"))
                .map(Calm::words)
                .toList();
        return open.isEmpty() ? "" : String.join("; ", open);
    }

    private static String words(Account account) {
        return account.address() + " is " + account.state() + ", unaccounted " + account.unaccounted() + " "
                + account.problem();
    }
}
