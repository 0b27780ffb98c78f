package dev.waybill.consumer.resolve;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.answer.MailboxTroubles;
import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.BlobUnavailableException;
import dev.waybill.consumer.loop.Activity;
import dev.waybill.consumer.loop.DeadlineWatch;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.process.MailProcessor;
import dev.waybill.consumer.process.RawMail;
import dev.waybill.consumer.process.StagedMail;
import dev.waybill.consumer.rate.RateBudget;
import dev.waybill.consumer.resolve.MailSource.Fetched;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TooLargeException;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches mails one by one from a provider's API, a thread each; the queue lets no more of a mailbox through than the provider takes at
 * once. A mail that is not found is looked for again before it counts as gone.
 */
public final class ApiResolver implements Resolver {
    private final MailSource source;
    private final Stage stage;
    private final Answers answers;
    private final MailboxTroubles troubles;
    private final RateBudget rates;
    private final PointerQueue queue;
    private final Missing missing = new Missing();

    /** What a fetched mail passes through. */
    public record Stage(BlobStore blobs, MailProcessor processor, DeadlineWatch watch, long maxBytes, Pace pace) {}

    public ApiResolver(
            MailSource source,
            Stage stage,
            Answers answers,
            MailboxTroubles troubles,
            RateBudget rates,
            PointerQueue queue) {
        this.source = source;
        this.stage = stage;
        this.answers = answers;
        this.troubles = troubles;
        this.rates = rates;
        this.queue = queue;
    }

    @Override
    public void resolve(Mailbox mailbox, List<Arrival> arrivals, Tasks tasks) {
        for (Arrival arrival : arrivals) {
            tasks.start("fetch-" + arrival.flight().receipt().id(), () -> one(mailbox, arrival, tasks));
        }
    }

    private void one(Mailbox mailbox, Arrival arrival, Tasks tasks) {
        Flight flight = arrival.flight();
        Optional<Duration> wait = troubles.wait(mailbox.id());
        if (wait.isPresent()) {
            answers.defer(List.of(flight), wait.get(), "mailbox_unreachable", "it failed a moment ago");
            return;
        }
        Optional<Duration> over = rates.take(mailbox, source.cost());
        if (over.isPresent()) {
            answers.paced(flight, mailbox, over.get());
            return;
        }
        Fetched fetched = null;
        Throwable failure = null;
        Optional<Activity.Cut> cut;
        try (Activity activity = stage.watch().begin(Activity.Kind.RESOLVE, List.of(flight), () -> {})) {
            try {
                fetched = fetch(mailbox, arrival.locator(), activity);
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                failure = e;
            }
            cut = activity.cut();
        }
        if (cut.isPresent()) {
            answers.cut(List.of(flight), mailbox, Activity.Kind.RESOLVE, cut.get());
        } else if (fetched != null) {
            troubles.works(mailbox);
            fetched(mailbox, arrival, fetched, tasks);
        } else if (failure != null) {
            answers.failed(List.of(flight), mailbox, failure);
        }
    }

    private Fetched fetch(Mailbox mailbox, Locator locator, Activity activity)
            throws MailboxAccessException, BlobUnavailableException {
        try {
            return source.fetch(mailbox, locator, new Keeping(activity));
        } catch (BlobUnavailableException e) {
            throw e;
        } catch (TooLargeException e) {
            return new Fetched.TooLarge("sent", stage.maxBytes());
        } catch (IOException e) {
            throw new MailboxAccessException(
                    FailureClass.TRANSIENT, "connection_lost", "the mail broke off; it is fetched again", null, e);
        } catch (MailboxAccessException e) {
            if (e.reason().equals("too_large")) {
                return new Fetched.TooLarge("announced", stage.maxBytes());
            }
            throw e;
        }
    }

    private final class Keeping implements MailSource.Keep {
        private final Activity activity;

        private Keeping(Activity activity) {
            this.activity = activity;
        }

        @Override
        public long maxBytes() {
            return stage.maxBytes();
        }

        @Override
        public RawMail read(InputStream content) throws IOException {
            activity.progress();
            return RawMail.read(content, stage.blobs(), activity::progress);
        }
    }

    private void fetched(Mailbox mailbox, Arrival arrival, Fetched fetched, Tasks tasks) {
        Flight flight = arrival.flight();
        switch (fetched) {
            case Fetched.Mail mail -> {
                missing.forget(flight.receipt().id());
                StagedMail staged = new StagedMail(
                        mail.raw(), mail.receivedAt(), stage.pace().now());
                tasks.hand(flight, () -> stage.processor().process(flight, mailbox, staged));
            }
            case Fetched.Missing gone -> missing(mailbox, arrival);
            case Fetched.TooLarge(String how, long size) ->
                answers.skip(
                        flight,
                        mailbox.tenant(),
                        "too_large",
                        Map.of(how, Long.toString(size), "allowed", Long.toString(stage.maxBytes())));
            case Fetched.NoMail(String reason) -> answers.skip(flight, mailbox.tenant(), reason, Map.of());
        }
    }

    private void missing(Mailbox mailbox, Arrival arrival) {
        Flight flight = arrival.flight();
        Optional<Duration> pause = missing.pause(flight.receipt().id());
        if (pause.isPresent()) {
            answers.defer(
                    List.of(flight),
                    Backoff.jittered(pause.get()),
                    "message_not_found",
                    "the provider does not have it, or not yet; it is looked for again");
            return;
        }
        try {
            Optional<Locator> elsewhere = source.elsewhere(mailbox, arrival.locator());
            elsewhere.ifPresent(locator -> enqueue(mailbox, locator));
            answers.skip(
                    flight,
                    mailbox.tenant(),
                    "source_unavailable:" + (elsewhere.isPresent() ? "id_changed" : "message_not_found"),
                    Map.of());
        } catch (MailboxAccessException | RuntimeException e) {
            answers.failed(List.of(flight), mailbox, e);
        }
    }

    /** Before the other one is skipped: a crash in between enqueues it once more, and it coalesces or is known. */
    private void enqueue(Mailbox mailbox, Locator locator) {
        Pointer pointer = new Pointer(mailbox.id(), locator, stage.pace().now().toEpochMilli(), "");
        queue.enqueue(List.of(pointer), Priority.LIVE);
    }
}
