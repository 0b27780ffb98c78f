package dev.waybill.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The fields of one JSON object, read strictly: UTF-8, at most 1 KiB, no key twice, nothing behind the object. */
final class PointerFields {
    /** Thread-local buffers would be made anew for each virtual thread; this pool is shared. */
    static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(32)
                    .build())
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .build();

    private static final Object OTHER = new Object();

    private final Map<String, Object> values;

    private PointerFields(Map<String, Object> values) {
        this.values = values;
    }

    static PointerFields read(byte[] json) {
        if (json.length > PointerCodec.MAX_BYTES) {
            throw new InvalidPointerException(
                    "pointer", "has " + json.length + " bytes; " + PointerCodec.MAX_BYTES + " are allowed");
        }
        try (JsonParser parser = JSON.createParser(text(json))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidPointerException("pointer", "is not a JSON object");
            }
            Map<String, Object> values = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                values.put(name, value(parser, parser.nextToken()));
            }
            if (parser.nextToken() != null) {
                throw new InvalidPointerException("pointer", "has something behind its JSON object");
            }
            return new PointerFields(values);
        } catch (JsonProcessingException e) {
            throw new InvalidPointerException("pointer", "is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From a string, because a parser of bytes would take UTF-16 and UTF-32 as well. */
    private static String text(byte[] json) {
        if (isAscii(json)) {
            return new String(json, ISO_8859_1);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidPointerException("pointer", "is not UTF-8");
        }
    }

    private static boolean isAscii(byte[] text) {
        for (byte each : text) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case START_OBJECT, START_ARRAY -> {
                parser.skipChildren();
                yield OTHER;
            }
            default -> OTHER;
        };
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        if (values.get(name) instanceof String text) {
            if (!isUnicode(text)) {
                throw new InvalidPointerException(name, "holds half of a surrogate pair");
            }
            return text;
        }
        throw new InvalidPointerException(name, has(name) ? "is not a string" : "is missing");
    }

    long number(String name) {
        if (values.get(name) instanceof Long number) {
            return number;
        }
        throw new InvalidPointerException(name, has(name) ? "is not a whole number" : "is missing");
    }

    long numberOr(String name, long otherwise) {
        return values.get(name) instanceof Long number ? number : otherwise;
    }

    /** A number that travels as a decimal string, because providers' numbers do not fit every reader's. */
    long decimal(String name) {
        String text = text(name);
        Check.decimal(name, text, 18);
        if (text.length() > 1 && text.startsWith("0")) {
            throw new InvalidPointerException(name, "has leading zeros");
        }
        return Long.parseLong(text);
    }

    /** Half a surrogate pair is a Java character but no Unicode: two texts with it would become one in UTF-8. */
    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    void refuseOthers(Set<String> allowed) {
        for (String name : values.keySet()) {
            if (!allowed.contains(name)) {
                throw new InvalidPointerException(shown(name), "is not known");
            }
        }
    }

    private static String shown(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > 64 ? printable.substring(0, 64) + "…" : printable;
    }
}
