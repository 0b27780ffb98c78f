package dev.waybill.consumer.admin;

import dev.waybill.queue.PointerId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ids, limits, cursors and flags of requests, checked before anything is looked up. */
final class Ids {
    static final int MOST = 1_000;

    private Ids() {}

    static PointerId pointer(String text) {
        return maybePointer(text)
                .orElseThrow(() -> Refusal.badRequest("a pointer id has 22 characters of A-Z a-z 0-9 - _"));
    }

    static Optional<PointerId> maybePointer(String text) {
        try {
            return Optional.of(new PointerId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static int limit(@Nullable String limit, int usual) {
        if (limit == null) {
            return usual;
        }
        if (!limit.matches("\\d{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw Refusal.badField("limit", "must be a whole number from 1 to " + MOST);
        }
        return Integer.parseInt(limit);
    }

    /** {@code ?name} and {@code ?name=true} are yes. What is neither yes nor no is refused: a dry run must never turn out wet. */
    static boolean flag(String name, @Nullable String value, boolean otherwise) {
        return switch (value) {
            case null -> otherwise;
            case "", "true" -> true;
            case "false" -> false;
            default -> throw Refusal.badField(name, "must be true or false");
        };
    }

    static boolean dryRun(@Nullable String value) {
        return flag("dryRun", value, false);
    }

    static long number(String field, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw Refusal.badField(field, "must be a number");
        }
        return Long.parseLong(text);
    }
}
