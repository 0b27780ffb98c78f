package dev.waybill.message.bounce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Amazon SES writes as JSON about a delivery, alone or in the {@code Message} of an SNS notification ("Amazon SNS notification
 * contents for Amazon SES", developer guide).
 *
 * @param type {@code Bounce}, {@code Complaint} or {@code Delivery}
 * @param messageId of the original, without brackets, or empty
 * @param recipients what is said of each, by the names of the fields
 */
record SesNotification(String type, String messageId, List<Map<String, String>> recipients) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST = 256 * 1024;
    private static final int DEEPEST = 20;

    static Optional<SesNotification> read(String text) {
        String json = text.strip();
        if (!json.startsWith("{") || json.length() > LONGEST) {
            return Optional.empty();
        }
        // A server folds a line that is too long for SMTP; inside a value that is no JSON.
        return parse(json.replace("\n ", "")).flatMap(SesNotification::inner);
    }

    private record Fields(Map<String, String> first, List<Map<String, String>> recipients) {}

    private static Optional<SesNotification> inner(Fields outer) {
        if (outer.first.containsKey("notificationType")) {
            return Optional.of(of(outer));
        }
        String message = outer.first.getOrDefault("Message", "");
        return message.startsWith("{")
                ? parse(message)
                        .filter(f -> f.first.containsKey("notificationType"))
                        .map(SesNotification::of)
                : Optional.empty();
    }

    private static SesNotification of(Fields fields) {
        List<Map<String, String>> recipients = new ArrayList<>(fields.recipients);
        if (recipients.isEmpty() && fields.first.containsKey("recipients[]")) {
            recipients.add(Map.of("emailAddress", fields.first.getOrDefault("recipients[]", "")));
        }
        String common = fields.first.getOrDefault("commonHeaders.messageId", "");
        return new SesNotification(fields.first.getOrDefault("notificationType", ""), common, recipients);
    }

    /** The first value of each field, the recipients apart. What ends too early counts as far as it goes. */
    private static Optional<Fields> parse(String json) {
        Fields fields = new Fields(new HashMap<>(), new ArrayList<>());
        try (JsonParser parser = JSON.createParser(json)) {
            List<String> path = new ArrayList<>();
            Map<String, String> recipient = new HashMap<>();
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> {
                        path.add(String.valueOf(parser.currentName()));
                        if (path.size() > DEEPEST) {
                            return Optional.empty();
                        }
                    }
                    case END_OBJECT, END_ARRAY -> {
                        path.removeLast();
                        if (!recipient.isEmpty() && token == JsonToken.END_OBJECT) {
                            fields.recipients.add(recipient);
                            recipient = new HashMap<>();
                        }
                        if (path.isEmpty()) {
                            // How to unsubscribe may follow.
                            return Optional.of(fields);
                        }
                    }
                    case VALUE_STRING, VALUE_NUMBER_INT -> {
                        String name = String.valueOf(parser.currentName());
                        String around = path.getLast();
                        if (path.stream().anyMatch(p -> p.endsWith("edRecipients"))) {
                            recipient.putIfAbsent(name, parser.getText());
                        } else if (around.equals("commonHeaders")) {
                            fields.first.putIfAbsent("commonHeaders." + name, parser.getText());
                        } else if (around.equals("recipients")) {
                            fields.first.putIfAbsent("recipients[]", parser.getText());
                        } else {
                            fields.first.putIfAbsent(name, parser.getText());
                        }
                    }
                    default -> {}
                }
            }
        } catch (IOException cutOff) {
            return fields.first.isEmpty() ? Optional.empty() : Optional.of(fields);
        }
        return Optional.of(fields);
    }
}
