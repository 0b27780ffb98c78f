package dev.waybill.imap;

import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Says of mailboxes that are watched well that they are well, when somebody once told that they were unreachable, meant to try again, and
 * the time of that is long over. A consumer that could not read a mailbox may have died, or another one has read its mails since: nobody
 * would ever take those words back. Whoever fails still tells so anew at each try, which is never later than it said.
 */
final class StaleTroubles implements Runnable {
    private static final Logger LOG = Logger.getLogger(StaleTroubles.class);
    /** Behind the next try that was told: one that is under way, and a slow server's answer. */
    private static final Duration OVER = Duration.ofMinutes(1);

    private final MailboxHealthLog health;
    private final Predicate<UUID> watchedWell;
    private final Time time;

    StaleTroubles(MailboxHealthLog health, Predicate<UUID> watchedWell, Time time) {
        this.health = health;
        this.watchedWell = watchedWell;
        this.time = time;
    }

    @Override
    public void run() {
        Instant over = time.now().minus(OVER);
        try {
            health.all().forEach((mailbox, told) -> {
                boolean stale = told.state() == MailboxState.UNREACHABLE
                        && told.nextTry().filter(next -> next.isBefore(over)).isPresent();
                if (stale && watchedWell.test(mailbox)) {
                    LOG.infof("mailbox %s: watched; nobody has found it unreachable since", mailbox);
                    health.record(mailbox, MailboxState.ACTIVE, "", Optional.empty());
                }
            });
        } catch (RegistryUnavailableException e) {
            LOG.debugf("The states of mailboxes are looked through later: %s", e.getMessage());
        }
    }
}
