package dev.waybill.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** The kind that a body names, whatever else it holds: what died may be of another version, or no pointer at all. */
final class BodyKind {
    private static final JsonFactory JSON = new JsonFactory();

    private BodyKind() {}

    static String of(String body) {
        String kind = "";
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return DeadLetter.UNREADABLE;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("kind") && value == JsonToken.VALUE_STRING) {
                    kind = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException noJson) {
            return DeadLetter.UNREADABLE;
        }
        return kind.isEmpty() ? DeadLetter.UNREADABLE : kind;
    }
}
