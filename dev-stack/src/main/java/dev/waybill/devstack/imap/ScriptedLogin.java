package dev.waybill.devstack.imap;

/**
 * One try to log in. Its text never shows the secret.
 *
 * @param mechanism {@code LOGIN}, {@code PLAIN}, {@code XOAUTH2} or {@code OAUTHBEARER}
 * @param secret the password, or the access token
 */
public record ScriptedLogin(String mechanism, String user, String secret) {
    /** Decides who may log in. */
    @FunctionalInterface
    public interface Check {
        boolean accepts(ScriptedLogin login);
    }

    @Override
    public String toString() {
        return mechanism + " of " + user;
    }
}
