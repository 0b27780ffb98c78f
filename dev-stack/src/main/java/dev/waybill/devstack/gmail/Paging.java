package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.devstack.http.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Pages of lists: their size, and tokens that mean nothing to a client. */
final class Paging {
    private static final String MARK = "page:";

    private Paging() {}

    static int size(Call call, int usual, int most) throws GmailFailure {
        String size = call.query("maxResults");
        if (size.isEmpty()) {
            return usual;
        }
        if (!size.matches("[1-9]\\d{0,5}")) {
            throw GmailFailure.invalid("Invalid value for maxResults");
        }
        return Math.min(Integer.parseInt(size), most);
    }

    static String token(int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((MARK + position).getBytes(StandardCharsets.US_ASCII));
    }

    /** 0 for no token. */
    static int position(String token) throws GmailFailure {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            if (text.startsWith(MARK)) {
                return Integer.parseInt(text.substring(MARK.length()));
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw GmailFailure.invalid("Invalid pageToken");
    }

    static JsonNode json(Call call) throws GmailFailure {
        try {
            return call.json();
        } catch (IOException e) {
            throw new GmailFailure(400, "parseError", "Invalid JSON payload received.");
        }
    }
}
