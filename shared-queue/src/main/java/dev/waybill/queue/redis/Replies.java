package dev.waybill.queue.redis;

import dev.waybill.queue.PointerId;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the replies of scripts. */
final class Replies {
    private Replies() {}

    static Set<String> texts(Response array) {
        Set<String> texts = new LinkedHashSet<>();
        for (Response element : array) {
            texts.add(element.toString());
        }
        return texts;
    }

    static Set<PointerId> ids(Response array) {
        Set<PointerId> ids = new LinkedHashSet<>();
        for (Response element : array) {
            ids.add(new PointerId(element.toString()));
        }
        return ids;
    }

    /** The number at a place, or 0 where the array has none: counts are only sent where there are any. */
    static int countAt(Response array, int index) {
        if (index >= array.size() || array.get(index) == null) {
            return 0;
        }
        return Integer.parseInt(array.get(index).toString());
    }

    /** Distinct ids in slices that one script call takes. */
    static List<List<String>> slices(Collection<PointerId> ids, int size) {
        List<List<String>> slices = new ArrayList<>();
        for (PointerId id : new LinkedHashSet<>(ids)) {
            if (slices.isEmpty() || slices.getLast().size() == size) {
                slices.add(new ArrayList<>());
            }
            slices.getLast().add(id.value());
        }
        return slices;
    }
}
