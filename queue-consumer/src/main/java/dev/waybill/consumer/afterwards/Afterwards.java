package dev.waybill.consumer.afterwards;

import dev.waybill.consumer.afterwards.OwedChanges.Owed;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.ledger.MessageKey;
import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.consumer.resolve.MailboxChanger;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Makes the changes that are owed to mailboxes. A crash before {@code done} makes a change again, which changes nothing more; a failure
 * only postpones it: the mail stays processed, and its pointer is settled long since.
 *
 * <p>A mailbox whose server refuses the change (no such folder, no right) goes on being read; its state shows the sentence.
 */
public final class Afterwards implements Rhythm.Step {
    private static final Logger LOG = Logger.getLogger(Afterwards.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST = 500;
    private static final int MAILBOXES_AT_A_TIME = 16;
    private static final Backoff AGAIN = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(10));
    private static final Set<String> REFUSALS =
            Set.of("folder_not_found", "folder_read_only", "access_denied", "server_error");

    private final OwedChanges owed;
    private final RegistryCopy registry;
    private final MailboxChanger changer;
    private final SingleChanges singles;
    private final MailboxHealthLog health;
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();

    public Afterwards(
            OwedChanges owed,
            RegistryCopy registry,
            MailboxChanger changer,
            SingleChanges singles,
            MailboxHealthLog health) {
        this.owed = owed;
        this.registry = registry;
        this.changer = changer;
        this.singles = singles;
        this.health = health;
    }

    /** What a mailbox's owed changes have in common: IMAP's are made folder by folder, others one by one. */
    private record Work(Map<Place, Map<Long, Owed>> folders, List<Owed> singles) {
        private Work() {
            this(new HashMap<>(), new ArrayList<>());
        }

        private void add(Owed change) {
            Optional<Locator.Imap> at = MessageKey.imapLocator(change.messageKey());
            if (at.isEmpty()) {
                singles.add(change);
            } else {
                Place place = new Place(at.get().folder(), at.get().uidValidity());
                folders.computeIfAbsent(place, p -> new HashMap<>())
                        .put(at.get().uid(), change);
            }
        }
    }

    private record Place(String folder, long uidValidity) {}

    @Override
    public Duration run() throws InterruptedException {
        if (!registry.loaded()) {
            return PAUSE;
        }
        List<Owed> taken = owed.take(MOST);
        Map<UUID, Work> mailboxes = new HashMap<>();
        taken.forEach(change ->
                mailboxes.computeIfAbsent(change.mailbox(), id -> new Work()).add(change));
        inParallel(mailboxes);
        return taken.size() == MOST ? Duration.ZERO : PAUSE;
    }

    private void inParallel(Map<UUID, Work> mailboxes) throws InterruptedException {
        Semaphore turns = new Semaphore(MAILBOXES_AT_A_TIME);
        CountDownLatch left = new CountDownLatch(mailboxes.size());
        mailboxes.forEach((mailbox, work) -> Thread.ofVirtual()
                .name("afterwards-" + mailbox)
                .start(() -> {
                    try {
                        turns.acquire();
                        try {
                            change(mailbox, work);
                        } finally {
                            turns.release();
                        }
                    } catch (InterruptedException e) {
                        LOG.debugf("Changes in mailbox %s were interrupted", mailbox);
                    } catch (DatabaseUnavailableException e) {
                        LOG.debugf("Changes in mailbox %s come again: %s", mailbox, e.getMessage());
                    } finally {
                        left.countDown();
                    }
                }));
        left.await();
    }

    private void change(UUID id, Work work) throws InterruptedException {
        for (Map.Entry<Place, Map<Long, Owed>> place : work.folders().entrySet()) {
            Map<Long, Owed> changes = place.getValue();
            Optional<Mailbox> mailbox = toChange(id, place.getKey().folder(), changes.values());
            if (mailbox.isPresent()) {
                change(mailbox.get(), place.getKey(), changes);
            }
        }
        Optional<Mailbox> mailbox = toChange(id, "", work.singles());
        if (mailbox.isPresent()) {
            change(mailbox.get(), work.singles());
        }
    }

    /** The mailbox, if there is something to change in it now; what becomes of the changes otherwise is noted. */
    private Optional<Mailbox> toChange(UUID id, String folder, Collection<Owed> changes) {
        Optional<Mailbox> found = registry.find(id);
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        if (found.isEmpty()) {
            gone(id, changes);
            return Optional.empty();
        }
        AfterProcessing how = found.get().afterProcessing();
        boolean nothing = how instanceof AfterProcessing.Keep
                || (how instanceof AfterProcessing.Move move && move.folder().equals(folder));
        if (nothing) {
            owed.done(changes);
        } else if (found.get().paused()) {
            owed.postpone(changes, Duration.ofMinutes(1), "the mailbox is paused");
        }
        return nothing || found.get().paused() ? Optional.empty() : found;
    }

    /** One that this copy does not know yet may have been added a moment ago. */
    private void gone(UUID id, Collection<Owed> changes) {
        if (registry.isRemoved(id)) {
            owed.done(changes);
        } else {
            owed.postpone(changes, Duration.ofMinutes(1), "the registry does not know the mailbox");
        }
    }

    /** One by one; what the first failure leaves comes again with it. */
    private void change(Mailbox mailbox, List<Owed> changes) throws InterruptedException {
        List<Owed> left = new ArrayList<>(changes);
        try {
            while (!left.isEmpty()) {
                Owed change = left.getFirst();
                singles.change(mailbox, change.messageKey(), mailbox.afterProcessing());
                owed.done(List.of(change));
                left.removeFirst();
            }
            works(mailbox);
        } catch (MailboxAccessException e) {
            failed(mailbox, left, e);
        }
    }

    private void change(Mailbox mailbox, Place place, Map<Long, Owed> changes) throws InterruptedException {
        SortedSet<Long> uids = new TreeSet<>(changes.keySet());
        try {
            if (!changer.change(mailbox, place.folder(), place.uidValidity(), uids, mailbox.afterProcessing())) {
                LOG.infof(
                        "%d mails of mailbox %s were renumbered before after_processing reached them; it follows when"
                                + " they are met under their new UIDs",
                        uids.size(), mailbox.id());
            }
            owed.done(changes.values());
            works(mailbox);
        } catch (MailboxAccessException e) {
            failed(mailbox, changes.values(), e);
        }
    }

    private void works(Mailbox mailbox) {
        if (refused.remove(mailbox.id())) {
            health.record(mailbox.id(), MailboxState.ACTIVE, "", Optional.empty());
        }
    }

    private void failed(Mailbox mailbox, Collection<Owed> changes, MailboxAccessException e) {
        int attempts = changes.stream().mapToInt(Owed::attempts).max().orElse(1);
        Duration delay = e.retryAfter().orElse(AGAIN.spread(attempts));
        String sentence = "after_processing: " + e.getMessage();
        owed.postpone(changes, delay, sentence);
        // Whoever reads the mailbox says itself when it cannot be reached.
        if (REFUSALS.contains(e.reason())) {
            refused.add(mailbox.id());
            health.record(mailbox.id(), MailboxState.ACTIVE, sentence, Optional.empty());
        }
        LOG.debugf("Mailbox %s: %s", mailbox.id(), sentence);
    }
}
