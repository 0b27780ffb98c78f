package dev.waybill.ingress.google;

import dev.waybill.ingress.push.LastPushes;
import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.PushMetrics;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.push.PushCopy;
import dev.waybill.queue.Locator;
import dev.waybill.queue.QueueException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Takes what Gmail publishes, once it is known to be genuine: "look at this mailbox". Pushes of one mailbox coalesce in the queue, and
 * the highest history id stays as a hint. Whatever cannot be used is acknowledged and counted, for a message that is not taken slows
 * the pushes of all mailboxes; only what Redis did not take is to come again.
 */
public final class GoogleIntake {
    private static final Logger LOG = Logger.getLogger(GoogleIntake.class);

    private final RegistryCopy registry;
    private final GmailAddresses addresses;
    private final PushCopy channels;
    private final NoticeQueue queue;
    private final LastPushes lastPushes;
    private final PushMetrics metrics;
    private final AtomicBoolean refusing = new AtomicBoolean();

    public GoogleIntake(
            RegistryCopy registry,
            GmailAddresses addresses,
            PushCopy channels,
            NoticeQueue queue,
            LastPushes lastPushes,
            PushMetrics metrics) {
        this.registry = registry;
        this.addresses = addresses;
        this.channels = channels;
        this.queue = queue;
        this.lastPushes = lastPushes;
        this.metrics = metrics;
    }

    /** Whether the message is done with. False: nothing is promised, and it has to come again. */
    boolean take(GmailPush push) {
        return switch (push) {
            case GmailPush.Malformed malformed -> {
                metrics.noticed(Provider.GMAIL, "malformed", 1);
                yield true;
            }
            case GmailPush.Changed changed -> registry.loaded() && take(changed);
        };
    }

    private boolean take(GmailPush.Changed changed) {
        Set<UUID> mailboxes = addresses.find(changed.emailAddress());
        if (mailboxes.isEmpty()) {
            metrics.noticed(Provider.GMAIL, "unknown_mailbox", 1);
            return true;
        }
        List<Notice> notices = mailboxes.stream()
                .map(mailbox -> new Notice(mailbox, new Locator.GmailHistory(changed.historyId())))
                .toList();
        try {
            metrics.accepted(Provider.GMAIL, queue.enqueue(notices));
        } catch (QueueException e) {
            if (refusing.compareAndSet(false, true)) {
                LOG.warnf("Pushes of Gmail are not taken, Pub/Sub repeats them: %s", e.getMessage());
            }
            return false;
        }
        if (refusing.compareAndSet(true, false)) {
            LOG.info("Pushes of Gmail are taken again");
        }
        mailboxes.forEach(mailbox -> channels.find(mailbox, "").ifPresent(channel -> lastPushes.note(channel.id())));
        return true;
    }
}
