package dev.waybill.consumer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.InvalidPointerException;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerCodec;
import java.util.Optional;

/** The body of a dead letter as far as it can be read: what died may be of another version, or no pointer at all. */
record DeadLetterBody(String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static DeadLetterBody of(DeadLetter letter) {
        return new DeadLetterBody(letter.body());
    }

    /** Empty for what this version does not take for a pointer. */
    Optional<Pointer> pointer() {
        try {
            return Optional.of(PointerCodec.decode(text.getBytes(UTF_8)));
        } catch (InvalidPointerException e) {
            return Optional.empty();
        }
    }

    /** Its JSON, or its text where it is none. */
    JsonNode json() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
