package dev.waybill.devstack.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client sends after AUTHENTICATE: PLAIN (RFC 4616), OAUTHBEARER (RFC 7628), and XOAUTH2 of Google and Microsoft. */
final class SaslResponse {
    private static final Pattern PLAIN = Pattern.compile("[^\\x00]*\\x00([^\\x00]+)\\x00([^\\x00]*)");
    private static final Pattern XOAUTH2 =
            Pattern.compile("user=([^\\x01]+)\\x01auth=Bearer ([^\\x01]+)\\x01\\x01", Pattern.CASE_INSENSITIVE);
    private static final Pattern OAUTHBEARER = Pattern.compile(
            "n,a=([^,]+),\\x01(?:[a-z]+=[^\\x01]*\\x01)*?auth=Bearer ([^\\x01]+)\\x01(?:.*\\x01)?\\x01");

    private SaslResponse() {}

    /** Throws {@link IllegalArgumentException} if it is not what the mechanism wants. */
    static ScriptedLogin parse(String mechanism, String base64) {
        String text = new String(Base64.getDecoder().decode(base64), UTF_8);
        Pattern form = switch (mechanism) {
            case "PLAIN" -> PLAIN;
            case "XOAUTH2" -> XOAUTH2;
            case "OAUTHBEARER" -> OAUTHBEARER;
            default -> throw new IllegalArgumentException("unknown mechanism " + mechanism);
        };
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("this is no response of " + mechanism);
        }
        String user = matcher.group(1);
        if (mechanism.equals("OAUTHBEARER")) {
            user = user.replace("=2C", ",").replace("=3D", "=");
        }
        return new ScriptedLogin(mechanism, user, matcher.group(2));
    }

    /** The error that an OAuth mechanism sends before its NO, in Base64; empty for the others. */
    static String challenge(String mechanism) {
        String json = switch (mechanism) {
            case "XOAUTH2" -> "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}";
            case "OAUTHBEARER" -> "{\"status\":\"invalid_token\",\"scope\":\"https://mail.google.com/\"}";
            default -> "";
        };
        return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    }
}
