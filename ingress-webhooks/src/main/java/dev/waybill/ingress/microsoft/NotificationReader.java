package dev.waybill.ingress.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a collection of change notifications (Graph: change notifications, 2026-04) without ever holding it as a tree. Names of fields
 * and paths are taken in any case, ids exactly as they are. Fields that it does not need are passed over.
 */
final class NotificationReader {
    /** As many as one batch of the queue may hold; Graph sends far fewer. */
    static final int MOST = 1_000;

    /** {@code Users/{id}/Messages/{id}} and {@code users('{id}')/messages('{id}')} are both seen. */
    private static final Pattern MESSAGE =
            Pattern.compile("/messages(?:/|\\(')([^/'()]{1,512})", Pattern.CASE_INSENSITIVE);

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(4_096)
                    .maxNumberLength(32)
                    .maxNameLength(256)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Empty for anything that is not an object with an array {@code value} of at most {@link #MOST} objects. */
    Optional<List<Notification>> read(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Optional<List<Notification>> value = Optional.empty();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isValue = lower(json.currentName()).equals("value");
                json.nextToken();
                if (!isValue) {
                    json.skipChildren();
                } else if (json.currentToken() != JsonToken.START_ARRAY || value.isPresent()) {
                    return Optional.empty();
                } else {
                    value = elements(json);
                    if (value.isEmpty()) {
                        return value;
                    }
                }
            }
            return json.nextToken() == null ? value : Optional.empty();
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a byte array cannot fail to be read", e);
        }
    }

    private static Optional<List<Notification>> elements(JsonParser json) throws IOException {
        List<Notification> all = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT || all.size() == MOST) {
                return Optional.empty();
            }
            all.add(new Element().read(json));
        }
        return Optional.of(all);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** One element while it is read. */
    private static final class Element {
        private String subscriptionId = "";
        private String clientState = "";
        private String changeType = "";
        private String resource = "";
        private String lifecycleEvent = "";
        private String messageId = "";
        private boolean whole = true;

        Notification read(JsonParser json) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = lower(json.currentName());
                json.nextToken();
                switch (name) {
                    case "subscriptionid" -> subscriptionId = text(json, subscriptionId);
                    case "clientstate" -> clientState = text(json, clientState);
                    case "changetype" -> changeType = text(json, changeType);
                    case "resource" -> resource = text(json, resource);
                    case "lifecycleevent" -> lifecycleEvent = text(json, lifecycleEvent);
                    case "resourcedata" -> resourceData(json);
                    default -> json.skipChildren();
                }
            }
            return new Notification(
                    subscriptionId,
                    clientState,
                    lower(changeType),
                    messageId.isEmpty() ? inPath(resource) : messageId,
                    lower(lifecycleEvent),
                    whole);
        }

        private void resourceData(JsonParser json) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                whole &= json.currentToken() == JsonToken.VALUE_NULL;
                json.skipChildren();
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = lower(json.currentName()).equals("id");
                json.nextToken();
                if (isId) {
                    messageId = text(json, messageId);
                } else {
                    json.skipChildren();
                }
            }
        }

        /** A second value for the same field is nobody's: which of the two would be meant? */
        private String text(JsonParser json, String before) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_NULL) {
                return before;
            }
            if (json.currentToken() != JsonToken.VALUE_STRING || !before.isEmpty()) {
                whole = false;
                json.skipChildren();
                return before;
            }
            return json.getText();
        }

        private static String inPath(String resource) {
            Matcher matcher = MESSAGE.matcher(resource);
            return matcher.find() ? matcher.group(1) : "";
        }
    }
}
