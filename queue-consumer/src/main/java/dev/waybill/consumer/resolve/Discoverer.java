package dev.waybill.consumer.resolve;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.answer.MailboxTroubles;
import dev.waybill.consumer.discover.Discovery;
import dev.waybill.consumer.discover.Discovery.Look;
import dev.waybill.consumer.loop.Activity;
import dev.waybill.consumer.loop.DeadlineWatch;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has mailboxes looked at. A discovery pointer is acknowledged behind what it found, and never counted, skipped or dead-lettered. */
public final class Discoverer implements Resolver {
    private final Discovery discovery;
    private final Answers answers;
    private final MailboxTroubles troubles;
    private final DeadlineWatch watch;
    private final FailedLook failed;

    public Discoverer(
            Discovery discovery, Answers answers, MailboxTroubles troubles, DeadlineWatch watch, FailedLook failed) {
        this.discovery = discovery;
        this.answers = answers;
        this.troubles = troubles;
        this.watch = watch;
        this.failed = failed;
    }

    @Override
    public void resolve(Mailbox mailbox, List<Arrival> arrivals, Tasks tasks) {
        for (Arrival arrival : arrivals) {
            tasks.start("look-" + mailbox.id(), () -> look(mailbox, arrival));
        }
    }

    private void look(Mailbox mailbox, Arrival arrival) {
        Flight flight = arrival.flight();
        Optional<Duration> wait = troubles.wait(mailbox.id());
        if (wait.isPresent()) {
            answers.defer(List.of(flight), wait.get(), "mailbox_unreachable", "it failed a moment ago");
            return;
        }
        Look look = null;
        Throwable failure = null;
        Optional<Activity.Cut> cut;
        try (Activity activity = watch.begin(Activity.Kind.RESOLVE, List.of(flight), () -> {})) {
            try {
                look = discovery.look(mailbox, arrival.locator(), activity::progress);
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                failure = e;
            }
            cut = activity.cut();
        }
        if (look != null) {
            troubles.works(mailbox);
            looked(mailbox, flight, look);
        } else if (cut.isPresent()) {
            cut(mailbox, flight, cut.get());
        } else if (failure != null) {
            failed.settle(flight, mailbox, failure);
        }
    }

    private void cut(Mailbox mailbox, Flight flight, Activity.Cut why) {
        switch (why) {
            case LEASE_LOST, STOPPING -> answers.cut(List.of(flight), mailbox, Activity.Kind.RESOLVE, why);
            case DEADLINE -> failed.settle(flight, mailbox, tooSlow(mailbox));
        }
    }

    private static MailboxAccessException tooSlow(Mailbox mailbox) {
        return new MailboxAccessException(
                FailureClass.TRANSIENT,
                "timeout",
                "the server of mailbox " + mailbox.address() + " did not answer in time; it is tried again",
                null,
                null);
    }

    private void looked(Mailbox mailbox, Flight flight, Look look) {
        switch (look) {
            case Look.Done done -> answers.looked(flight);
            case Look.Again(Duration pause, String reason, String detail) ->
                answers.defer(List.of(flight), pause, reason, detail);
            case Look.OverRate(Duration pause) -> answers.paced(flight, mailbox, pause);
        }
    }
}
