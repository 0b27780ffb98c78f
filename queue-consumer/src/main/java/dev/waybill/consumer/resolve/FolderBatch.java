package dev.waybill.consumer.resolve;

import dev.waybill.consumer.loop.Flight;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Locator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pointers of one folder and one UIDVALIDITY, to be fetched together. */
record FolderBatch(Mailbox mailbox, String folder, long uidValidity, TreeMap<Long, Flight> flights) {
    record Arrival(Flight flight, Locator.Imap at) {}

    private record Place(String folder, long uidValidity) {}

    /** Sorted by UID and cut into sets of at most {@code most}, so that a set is a few ranges. */
    static List<FolderBatch> of(Mailbox mailbox, Collection<Arrival> arrivals, int most) {
        Map<Place, TreeMap<Long, Flight>> places = new HashMap<>();
        for (Arrival arrival : arrivals) {
            places.computeIfAbsent(new Place(arrival.at().folder(), arrival.at().uidValidity()), p -> new TreeMap<>())
                    .put(arrival.at().uid(), arrival.flight());
        }
        List<FolderBatch> batches = new ArrayList<>();
        places.forEach((place, flights) -> {
            TreeMap<Long, Flight> part = new TreeMap<>();
            for (Map.Entry<Long, Flight> entry : flights.entrySet()) {
                part.put(entry.getKey(), entry.getValue());
                if (part.size() == most) {
                    batches.add(new FolderBatch(mailbox, place.folder(), place.uidValidity(), part));
                    part = new TreeMap<>();
                }
            }
            if (!part.isEmpty()) {
                batches.add(new FolderBatch(mailbox, place.folder(), place.uidValidity(), part));
            }
        });
        return batches;
    }

    /** One batch for each that nobody has in hand yet, to find out which of them it is that fails. */
    List<FolderBatch> singles(Tasks tasks) {
        List<FolderBatch> singles = new ArrayList<>();
        for (long uid : open(tasks)) {
            singles.add(
                    new FolderBatch(mailbox, folder, uidValidity, new TreeMap<>(flights.subMap(uid, true, uid, true))));
        }
        return singles;
    }

    /** The UIDs that are neither settled nor handed over to their processing. */
    SortedSet<Long> open(Tasks tasks) {
        SortedSet<Long> uids = new TreeSet<>();
        flights.forEach((uid, flight) -> {
            if (!flight.isSettled() && !tasks.has(flight)) {
                uids.add(uid);
            }
        });
        return uids;
    }

    List<Flight> left(Tasks tasks) {
        return open(tasks).stream().map(this::flight).toList();
    }

    Flight flight(long uid) {
        Flight flight = flights.get(uid);
        if (flight == null) {
            throw new IllegalArgumentException("UID " + uid + " is not in this batch");
        }
        return flight;
    }
}
