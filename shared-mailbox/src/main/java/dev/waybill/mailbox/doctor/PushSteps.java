package dev.waybill.mailbox.doctor;

import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.MailboxDoctor.Subject;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.doctor.Findings.Finding;
import dev.waybill.mailbox.doctor.PushRecords.Known;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.UrlCheck;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The last steps with a provider that pushes: whether it was asked to, and whether its pushes arrive. Graph's address can be called from
 * here; Pub/Sub's cannot be asked for anything, but every watch causes a push, so that one that did not come tells enough.
 */
final class PushSteps {
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(5);
    private static final Duration WATCH_LASTS = Duration.ofDays(7);
    private static final String SILENT = "it got mail that no push told of, so it is polled";

    private final PushRecords records;
    private final UrlCheck check;
    private final InstantSource clock;

    PushSteps(PushRecords records, UrlCheck check, InstantSource clock) {
        this.records = records;
        this.check = check;
        this.clock = clock;
    }

    /** Empty when PostgreSQL does not answer, which is no fault of the mailbox. */
    Known known(Subject subject) {
        try {
            return records.of(subject.id());
        } catch (RegistryUnavailableException e) {
            return new Known(Optional.empty(), List.of());
        }
    }

    /** {@code watch} and {@code push} of a Gmail mailbox. */
    void ofGmail(Subject subject, Findings findings) {
        Known known = known(subject);
        Optional<PushChannel> watch = known.live(clock.instant());
        findings.add("watch", watch.map(live -> watched(known, live)).orElseGet(() -> unwatched(known)));
        watch.ifPresent(live -> findings.add("push", pushed(known, live)));
    }

    private static Finding watched(Known known, PushChannel watch) {
        String until = "Gmail publishes new mail until "
                + watch.expires().map(PushSteps::at).orElse("");
        return known.trouble()
                .map(words -> Finding.warn(until + ", and the watch cannot be renewed: " + words))
                .orElse(Finding.ok(until));
    }

    private static Finding unwatched(Known known) {
        if (known.isPolledFor("no_topic")) {
            return Finding.warn("it is polled; to have it pushed, tell ingress-webhooks the topic that Gmail publishes"
                    + " to (waybill.ingress.google.topic)");
        }
        return known.trouble()
                .map(words -> new Finding(Mark.FAILED, "the watch cannot be made, so the mailbox is polled: " + words))
                .orElse(Finding.warn(
                        "there is no watch yet; ingress-webhooks makes one within a minute of connecting"));
    }

    private Finding pushed(Known known, PushChannel watch) {
        if (known.isPolledFor("silent")) {
            return new Finding(Mark.FAILED, SILENT + "; " + advice());
        }
        Instant made = watch.expires().orElseThrow().minus(WATCH_LASTS);
        Optional<Instant> last = known.lastPush();
        if (last.filter(at -> at.isAfter(made.minus(ON_ITS_WAY))).isPresent()) {
            return Finding.ok("the last push came at " + last.map(PushSteps::at).orElse(""));
        }
        return clock.instant().isBefore(made.plus(ON_ITS_WAY))
                ? Finding.warn("no push has come yet; the watch causes one, so look again in five minutes")
                : new Finding(
                        Mark.FAILED,
                        "no push has come since the watch was made at " + at(made) + ", which causes one; " + advice());
    }

    private static String advice() {
        return "check that gmail-api-push@system.gserviceaccount.com may publish to the topic, and that the topic's"
                + " push subscription calls /webhooks/google of ingress-webhooks with the audience and the service account"
                + " that it was told (waybill_push_refused_total says which one is wrong)";
    }

    /** Whether Graph's calls to these addresses arrive: {@code push} of a mailbox of Microsoft 365. */
    void ofGraph(Known known, Collection<String> addresses, Findings findings) {
        if (addresses.isEmpty()) {
            findings.add(
                    "push",
                    new Finding(
                            Mark.SKIPPED,
                            known.isPolledFor("no_public_url")
                                    ? "it is polled; to have it pushed, tell ingress-webhooks the address under which"
                                            + " Graph reaches it (waybill.ingress.public-url)"
                                    : "no subscription names an address that could be called"));
            return;
        }
        findings.add("push", reached(known, addresses));
    }

    private Finding reached(Known known, Collection<String> addresses) {
        for (String address : addresses) {
            Optional<String> problem = problem(address);
            if (problem.isPresent()) {
                return new Finding(
                        Mark.FAILED, "Graph tells " + withoutQuery(address) + " of new mail, which " + problem.get());
            }
        }
        String answers = withoutQuery(addresses.iterator().next()) + " answers as Graph wants it to";
        if (known.isPolledFor("silent")) {
            return new Finding(
                    Mark.FAILED, answers + ", but " + SILENT + "; check what stands before it and who may pass");
        }
        return Finding.ok(answers
                + known.lastPush()
                        .map(last -> "; the last push came at " + at(last))
                        .orElse("; no push has come yet"));
    }

    private Optional<String> problem(String address) {
        try {
            return check.problem(URI.create(address));
        } catch (IllegalArgumentException e) {
            return Optional.of("is no address");
        }
    }

    private static String withoutQuery(String address) {
        return address.replaceFirst("\\?.*", "");
    }

    private static String at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
