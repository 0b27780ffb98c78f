package dev.waybill.ingress;

import dev.waybill.ingress.SignatureCheck.SignedHeaders;
import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueFullException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Takes a push of an external IMAP listener: who signed it, whether it may call now, whether it came before, what it says, which
 * mailboxes it names; then one enqueue. Nothing of the content is looked up or logged before the signature is known to be right, and
 * nothing is accepted that is not in Redis.
 */
final class ImapIntake {
    private static final Logger LOG = Logger.getLogger(ImapIntake.class);

    /** Redis is back within seconds, or a person is needed. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final SignatureCheck signatures;
    private final CallerRates rates;
    private final RequestMemory memory;
    private final RegistryCopy registry;
    private final NoticeQueue queue;
    private final IngressMetrics metrics;
    private final ImapPushReader reader = new ImapPushReader();
    private final AtomicBoolean refusing = new AtomicBoolean();

    ImapIntake(
            SignatureCheck signatures,
            CallerRates rates,
            RequestMemory memory,
            RegistryCopy registry,
            NoticeQueue queue,
            IngressMetrics metrics) {
        this.signatures = signatures;
        this.rates = rates;
        this.memory = memory;
        this.registry = registry;
        this.queue = queue;
        this.metrics = metrics;
    }

    Answer take(SignedHeaders headers, byte[] body) {
        return switch (signatures.verify(headers, body)) {
            case SignatureCheck.Refused refused -> {
                metrics.refused(refused.reason());
                yield new Answer.Unauthenticated();
            }
            case SignatureCheck.Signed signed -> takeSigned(signed, body);
        };
    }

    private Answer takeSigned(SignatureCheck.Signed signed, byte[] body) {
        Duration wait = rates.waitFor(signed.caller());
        if (wait.isPositive()) {
            return new Answer.TooOften(wait);
        }
        Optional<Integer> before = memory.find(signed.request());
        if (before.isPresent()) {
            metrics.repeated(before.get());
            return new Answer.Accepted(0, before.get(), 0, 0);
        }
        return switch (reader.read(body)) {
            case ImapPush.Malformed malformed -> new Answer.Malformed(malformed.errors());
            case ImapPush.Noticed noticed -> takeMails(signed, noticed.mails());
        };
    }

    private Answer takeMails(SignatureCheck.Signed signed, List<ImapPush.Mail> mails) {
        if (!registry.loaded()) {
            return new Answer.Unavailable("the service starts and does not know its mailboxes yet", RETRY);
        }
        return switch (new MailboxLookup(registry).find(signed.caller(), mails)) {
            case MailboxLookup.Unknown unknown -> new Answer.UnknownMailbox(unknown.errors());
            case MailboxLookup.All all -> {
                Answer answer = enqueue(all.mailboxes(), mails);
                if (answer instanceof Answer.Accepted) {
                    memory.remember(signed.request(), mails.size());
                }
                yield answer;
            }
        };
    }

    private Answer enqueue(List<UUID> mailboxes, List<ImapPush.Mail> mails) {
        try {
            List<Notice> notices = new ArrayList<>(mails.size());
            for (int i = 0; i < mails.size(); i++) {
                notices.add(new Notice(mailboxes.get(i), mails.get(i).locator()));
            }
            Enqueue.Accepted accepted = queue.enqueue(notices);
            metrics.accepted(accepted);
            if (refusing.compareAndSet(true, false)) {
                LOG.info("The queue takes pushes again");
            }
            return new Answer.Accepted(accepted.queued(), accepted.coalesced(), accepted.again(), accepted.dead());
        } catch (QueueException e) {
            if (refusing.compareAndSet(false, true)) {
                LOG.warnf("Pushes are answered with 503, their senders repeat them: %s", e.getMessage());
            }
            return new Answer.Unavailable(
                    e instanceof QueueFullException ? "the queue is full" : "the queue does not answer", RETRY);
        }
    }
}
