package dev.waybill.queue.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.PointerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the history that the scripts keep beside a dead pointer. What cannot be read is empty: the pointer matters more. */
final class DeadLetterHistory {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern ENQUEUED_AT = Pattern.compile("\"enqueuedAt\":(\\d{1,15})");

    private final Map<String, String> fields = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

    private DeadLetterHistory() {}

    static DeadLetter deadLetter(PointerId id, long diedAt, String history, String body) {
        DeadLetterHistory read = new DeadLetterHistory();
        try (JsonParser parser = JSON.createParser(history)) {
            read.read(parser);
        } catch (IOException unreadable) {
            read.fields.putIfAbsent("reason", "unknown");
        }
        return new DeadLetter(
                id,
                body,
                diedAt,
                read.text("reason"),
                read.text("detail"),
                (int) read.number("attempts", 0),
                (int) read.number("crashes", 0),
                firstSeen(body, read.number("first", diedAt)),
                read.errors,
                read.text("consumer"),
                (int) read.number("replays", 0));
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.VALUE_STRING) {
                    errors.add(parser.getText());
                }
            } else {
                fields.put(name, parser.getText());
            }
        }
    }

    /** The producer's word where there is one, else the first failure. */
    private static long firstSeen(String body, long otherwise) {
        Matcher matcher = ENQUEUED_AT.matcher(body);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : otherwise;
    }

    private String text(String name) {
        return fields.getOrDefault(name, "");
    }

    private long number(String name, long otherwise) {
        String text = fields.get(name);
        try {
            return text == null ? otherwise : (long) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
