package dev.waybill.devstack.graph;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $filter} over the time of receipt, the only one that is understood. */
final class MessageFilter {
    private static final Pattern TERM = Pattern.compile("receivedDateTime (ge|gt|le|lt) (\\S+)");

    private MessageFilter() {}

    /** Empty text: everything. {@code operators} are those that the resource supports. */
    static Predicate<GraphMessage> of(String filter, String operators) throws GraphFailure {
        Predicate<GraphMessage> all = m -> true;
        if (filter.isEmpty()) {
            return all;
        }
        for (String term : filter.split(" and ", -1)) {
            Matcher matcher = TERM.matcher(term.strip());
            if (!matcher.matches() || !operators.contains(matcher.group(1))) {
                throw new GraphFailure(
                        400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
            }
            Instant at;
            try {
                at = Instant.parse(matcher.group(2));
            } catch (DateTimeException e) {
                throw GraphFailure.badRequest("Invalid filter clause: not a date and time.");
            }
            all = all.and(compare(matcher.group(1), at));
        }
        return all;
    }

    private static Predicate<GraphMessage> compare(String operator, Instant at) {
        return switch (operator) {
            case "ge" -> m -> !m.receivedAt().isBefore(at);
            case "gt" -> m -> m.receivedAt().isAfter(at);
            case "le" -> m -> !m.receivedAt().isAfter(at);
            default -> m -> m.receivedAt().isBefore(at);
        };
    }
}
