package dev.waybill.consumer.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a request, read up to a limit. */
final class RequestBody {
    static final int LARGEST_JSON = 256 * 1024;
    static final int LARGEST_IMPORT = 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestBody() {}

    /** A JSON object; every other thing is refused with where it broke. */
    static ObjectNode json(InputStream body) {
        return json(body, LARGEST_JSON);
    }

    static ObjectNode json(InputStream body, int limit) {
        byte[] bytes = read(body, limit);
        try {
            JsonNode tree = bytes.length == 0 ? null : JSON.readTree(bytes);
            if (tree instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest(
                    "the body is not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw Refusal.badRequest("the body cannot be read");
        }
        throw Refusal.badRequest("the body must be a JSON object");
    }

    static String text(InputStream body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(read(body, LARGEST_IMPORT)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.badRequest("the body is not UTF-8 text");
        }
    }

    private static byte[] read(InputStream body, int limit) {
        try {
            byte[] bytes = body.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw Refusal.tooLarge("the body is larger than " + limit + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw Refusal.badRequest("the body ended early; send it again");
        }
    }
}
