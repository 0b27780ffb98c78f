package dev.waybill.consumer.retention;

import java.util.Optional;

/**
 * Removes the data of one person, who is known by an address: what they wrote, the tickets that they opened, their name and address in
 * what others wrote, the originals of all of these, and what reports say of them. Keys and outcomes of the mails stay in the ledger, so
 * that none of them is processed again. What is done is done: the same once more finds nothing.
 */
public interface Erasure {
    /** Works on for one page, in one transaction. With {@code dryRun} it counts the same and changes nothing. */
    Step step(Person person, Place from, boolean dryRun);

    /** {@code address} in lower case. */
    record Person(String tenant, String address) {}

    /** {@code next}: where another step goes on; empty at the end. */
    record Step(Erased erased, Optional<Place> next) {}

    /** Where a walk over all rows is. Its text is what a caller sends back. */
    sealed interface Place {
        static Place start() {
            return new Tickets(0);
        }

        record Tickets(long behind) implements Place {}

        record Comments(long behind) implements Place {}

        /** Rows of the ledger in the order of their keys; both empty at the beginning. */
        record Ledger(String mailbox, String messageKey) implements Place {}

        default String text() {
            return switch (this) {
                case Tickets t -> "tickets:" + t.behind();
                case Comments c -> "comments:" + c.behind();
                case Ledger l -> "ledger:" + l.mailbox() + ":" + l.messageKey();
            };
        }

        /** Empty if it is none. */
        static Optional<Place> parse(String text) {
            String[] parts = text.split(":", 3);
            try {
                return switch (parts[0] + parts.length) {
                    case "tickets2" -> Optional.of(new Tickets(Long.parseLong(parts[1])));
                    case "comments2" -> Optional.of(new Comments(Long.parseLong(parts[1])));
                    case "ledger3" -> Optional.of(new Ledger(parts[1], parts[2]));
                    default -> Optional.empty();
                };
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * How much went.
     *
     * @param tickets opened by the person, with all that they hold
     * @param comments whose content went, those of these tickets included
     * @param mentions comments of others that named the person as sender, recipient or in copy
     * @param files attachments
     * @param originals mails whose original is not kept any more
     * @param reports bounces and the like that told of the person
     * @param contacts flags of an address that bounces
     */
    record Erased(int tickets, int comments, int mentions, int files, int originals, int reports, int contacts) {
        public static final Erased NOTHING = new Erased(0, 0, 0, 0, 0, 0, 0);

        public Erased plus(Erased o) {
            return new Erased(
                    tickets + o.tickets,
                    comments + o.comments,
                    mentions + o.mentions,
                    files + o.files,
                    originals + o.originals,
                    reports + o.reports,
                    contacts + o.contacts);
        }
    }
}
