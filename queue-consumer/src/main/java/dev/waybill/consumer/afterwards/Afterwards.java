package dev.waybill.consumer.afterwards;

import dev.waybill.consumer.afterwards.OwedChanges.Owed;
import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.ledger.MessageKey;
import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.consumer.resolve.MailboxChanger;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final Set<String> REFUSALS = Set.of("folder_not_found", "folder_read_only", "server_error");

    private final OwedChanges owed;
    private final RegistryCopy registry;
    private final MailboxChanger changer;
    private final MailboxHealthLog health;
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();

    public Afterwards(OwedChanges owed, RegistryCopy registry, MailboxChanger changer, MailboxHealthLog health) {
        this.owed = owed;
        this.registry = registry;
        this.changer = changer;
        this.health = health;
    }

    private record Place(UUID mailbox, String folder, long uidValidity) {}

    @Override
    public Duration run() throws InterruptedException {
        if (!registry.loaded()) {
            return PAUSE;
        }
        List<Owed> taken = owed.take(MOST);
        Map<UUID, Map<Place, Map<Long, Owed>>> mailboxes = new HashMap<>();
        List<Owed> foreign = new ArrayList<>();
        for (Owed change : taken) {
            Optional<Locator.Imap> at = MessageKey.imapLocator(change.messageKey());
            if (at.isEmpty()) {
                foreign.add(change);
            } else {
                Place place =
                        new Place(change.mailbox(), at.get().folder(), at.get().uidValidity());
                mailboxes
                        .computeIfAbsent(change.mailbox(), id -> new HashMap<>())
                        .computeIfAbsent(place, p -> new HashMap<>())
                        .put(at.get().uid(), change);
            }
        }
        if (!foreign.isEmpty()) {
            owed.done(foreign);
        }
        inParallel(mailboxes);
        return taken.size() == MOST ? Duration.ZERO : PAUSE;
    }

    private void inParallel(Map<UUID, Map<Place, Map<Long, Owed>>> mailboxes) throws InterruptedException {
        Semaphore turns = new Semaphore(MAILBOXES_AT_A_TIME);
        CountDownLatch left = new CountDownLatch(mailboxes.size());
        mailboxes.forEach((mailbox, places) -> Thread.ofVirtual()
                .name("afterwards-" + mailbox)
                .start(() -> {
                    try {
                        turns.acquire();
                        try {
                            for (Map.Entry<Place, Map<Long, Owed>> place : places.entrySet()) {
                                change(place.getKey(), place.getValue());
                            }
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

    private void change(Place place, Map<Long, Owed> changes) throws InterruptedException {
        Optional<Mailbox> found = registry.find(place.mailbox());
        if (found.isEmpty()) {
            gone(place, changes);
            return;
        }
        Mailbox mailbox = found.get();
        AfterProcessing how = mailbox.afterProcessing();
        boolean nothing = how instanceof AfterProcessing.Keep
                || (how instanceof AfterProcessing.Move move && move.folder().equals(place.folder()));
        if (nothing) {
            owed.done(changes.values());
        } else if (mailbox.paused()) {
            owed.postpone(changes.values(), Duration.ofMinutes(1), "the mailbox is paused");
        } else {
            change(mailbox, place, changes, how);
        }
    }

    /** One that this copy does not know yet may have been added a moment ago. */
    private void gone(Place place, Map<Long, Owed> changes) {
        if (registry.isRemoved(place.mailbox())) {
            owed.done(changes.values());
        } else {
            owed.postpone(changes.values(), Duration.ofMinutes(1), "the registry does not know the mailbox");
        }
    }

    private void change(Mailbox mailbox, Place place, Map<Long, Owed> changes, AfterProcessing how)
            throws InterruptedException {
        SortedSet<Long> uids = new TreeSet<>(changes.keySet());
        try {
            if (!changer.change(mailbox, place.folder(), place.uidValidity(), uids, how)) {
                LOG.infof(
                        "%d mails of mailbox %s were renumbered before after_processing reached them; it follows when"
                                + " they are met under their new UIDs",
                        uids.size(), mailbox.id());
            }
            owed.done(changes.values());
            if (refused.remove(mailbox.id())) {
                health.record(mailbox.id(), MailboxState.ACTIVE, "", Optional.empty());
            }
        } catch (MailboxAccessException e) {
            failed(mailbox, changes, e);
        }
    }

    private void failed(Mailbox mailbox, Map<Long, Owed> changes, MailboxAccessException e) {
        int attempts = changes.values().stream().mapToInt(Owed::attempts).max().orElse(1);
        Duration delay = e.retryAfter().orElse(AGAIN.spread(attempts));
        String sentence = "after_processing: " + e.getMessage();
        owed.postpone(changes.values(), delay, sentence);
        // Whoever reads the mailbox says itself when it cannot be reached.
        if (e.failureClass() == FailureClass.TRANSIENT && REFUSALS.contains(e.reason())) {
            refused.add(mailbox.id());
            health.record(mailbox.id(), MailboxState.ACTIVE, sentence, Optional.empty());
        }
        LOG.debugf("Mailbox %s: %s", mailbox.id(), sentence);
    }
}
