package dev.waybill.mailbox.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TokenEndpoint;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the answer of a token endpoint (RFC 6749 §5), with what real ones do to it. */
final class TokenResponse {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** RFC 6749 leaves the lifetime out where it is documented elsewhere; a short one costs a request more. */
    private static final long UNTOLD_LIFETIME = 300;

    private static final long LONGEST_LIFETIME = Duration.ofDays(2).toSeconds();
    private static final int LONGEST_TOKEN = 16 * 1024;

    private TokenResponse() {}

    static TokenAnswer read(TokenEndpoint endpoint, int status, HttpHeaders headers, byte[] body, Instant now)
            throws MailboxAccessException {
        JsonNode json = json(body);
        String error = code(json.path("error"));
        if (status != 200 || !error.isEmpty()) {
            throw TokenErrors.refused(endpoint, status, error, aadsts(json), retryAfter(headers, now));
        }
        String token = json.path("access_token").asText("");
        String type = json.path("token_type").asText("Bearer").toLowerCase(Locale.ROOT);
        if (!isToken(token) || !type.equals("bearer")) {
            throw TokenErrors.unavailable(
                    endpoint,
                    "answered without an access token of type Bearer; check its address; it is tried again",
                    null);
        }
        String next = json.path("refresh_token").asText("");
        return new TokenAnswer(
                token, lifetime(json.path("expires_in")), isToken(next) ? Optional.of(next) : Optional.empty());
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode json = body.length == 0 ? null : JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    /** As RFC 6749 §5.2 spells them; anything else is none, and is not quoted. */
    private static String code(JsonNode error) {
        String code = error.asText("");
        return code.matches("[A-Za-z0-9_.-]{1,64}") ? code : "";
    }

    private static List<Integer> aadsts(JsonNode json) {
        List<Integer> codes = new ArrayList<>();
        for (JsonNode code : json.path("error_codes")) {
            if (code.canConvertToInt() && codes.size() < 10) {
                codes.add(code.asInt());
            }
        }
        return codes;
    }

    /** It goes into a line of a protocol: no blank, no control character (RFC 6750 §2.1 allows less still). */
    private static boolean isToken(String token) {
        return !token.isEmpty()
                && token.length() <= LONGEST_TOKEN
                && token.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /** A number, or a number in quotes. */
    private static Duration lifetime(JsonNode expiresIn) {
        long seconds = expiresIn.asLong(UNTOLD_LIFETIME);
        return Duration.ofSeconds(Math.clamp(seconds <= 0 ? UNTOLD_LIFETIME : seconds, 1, LONGEST_LIFETIME));
    }

    /** Seconds or a date (RFC 9110 §10.2.3). */
    private static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
