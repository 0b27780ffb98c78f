package dev.waybill.ingress.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Optional;

/**
 * Reads a wrapped Pub/Sub push of Gmail's. Tolerant where the documents contradict each other or what is seen: base64 of either
 * alphabet, padded or not; {@code historyId} as a number or a string. Never through a double: ids have 64 bits.
 */
final class GmailPushReader {
    private static final int LONGEST_ADDRESS = 320;
    private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(16_384)
                            .maxNumberLength(32)
                            .maxNameLength(256)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /** The body of a push. */
    GmailPush read(byte[] body) {
        return tree(body)
                .map(root -> ofData(root.path("message").path("data").asText("")))
                .orElseGet(GmailPush.Malformed::new);
    }

    private static GmailPush ofData(String data) {
        try {
            String plain = data.replace('-', '+').replace('_', '/').replaceAll("[\\s=]", "");
            return readMessage(Base64.getDecoder().decode(plain));
        } catch (IllegalArgumentException notBase64) {
            return new GmailPush.Malformed();
        }
    }

    /** The data of a message, as a pull gives it. */
    static GmailPush readMessage(byte[] data) {
        Optional<JsonNode> read = tree(data);
        if (read.isEmpty()) {
            return new GmailPush.Malformed();
        }
        String address = read.get().path("emailAddress").asText("");
        Optional<BigInteger> historyId = historyId(read.get().path("historyId"));
        boolean isAddress = address.indexOf('@') > 0 && address.length() <= LONGEST_ADDRESS;
        return isAddress && historyId.isPresent()
                ? new GmailPush.Changed(address, historyId.get().toString())
                : new GmailPush.Malformed();
    }

    private static Optional<BigInteger> historyId(JsonNode node) {
        BigInteger id = BigInteger.ZERO;
        if (node.isIntegralNumber()) {
            id = node.bigIntegerValue();
        } else if (node.isTextual() && node.textValue().matches("[0-9]{1,20}")) {
            id = new BigInteger(node.textValue());
        }
        return Optional.of(id).filter(value -> value.signum() > 0 && value.compareTo(LARGEST) <= 0);
    }

    private static Optional<JsonNode> tree(byte[] json) {
        try {
            JsonNode root = JSON.readTree(new String(json, UTF_8));
            return Optional.of(root).filter(JsonNode::isObject);
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
