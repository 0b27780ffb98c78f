package dev.waybill.devstack.oauth;

import java.net.URI;

/** What a token endpoint does instead of its work. */
public sealed interface TokenFault {
    /** Answers this; {@code retryAfter} empty for none. */
    record Answer(int status, String type, String body, String retryAfter) implements TokenFault {}

    /** Takes the request and never answers. */
    record Silence() implements TokenFault {}

    /** Sends the client, and its secret, elsewhere. */
    record Redirect(URI to) implements TokenFault {}

    /** Does its work, and the answer is lost on the way. */
    record LostAnswer() implements TokenFault {}

    /** Sends a blank now and then, for ever. */
    record Drip() implements TokenFault {}

    static TokenFault status(int status) {
        return new Answer(status, "text/html", "<html>" + status + "</html>", "");
    }

    static TokenFault throttled(String retryAfter) {
        return new Answer(429, "application/json", "{\"error\":\"rate_limit_exceeded\"}", retryAfter);
    }
}
