package dev.waybill.mailbox;

import java.net.URI;

/**
 * Where access tokens are asked for, and for what.
 *
 * @param scope what the token is to open, blanks between; empty where the grant implies it
 */
public record TokenEndpoint(URI url, String scope) {
    private static final int LONGEST = 2_048;

    public TokenEndpoint {
        String scheme = String.valueOf(url.getScheme());
        if (!(scheme.equals("https") || scheme.equals("http"))
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawFragment() != null
                || url.toString().length() > LONGEST) {
            throw new IllegalArgumentException("the token endpoint must be an address such as"
                    + " https://login.example.com/oauth2/token, without user name and fragment");
        }
        if (scope.length() > LONGEST || !scope.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "the scope must be printable ASCII of at most " + LONGEST + " characters");
        }
    }

    /** Without a query, which may hold a key. */
    @Override
    public String toString() {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }
}
