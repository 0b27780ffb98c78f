package dev.waybill.devstack.oauth;

import dev.waybill.devstack.oauth.Dialect.Kind;
import dev.waybill.devstack.oauth.Dialect.Refreshing;
import dev.waybill.devstack.oauth.TokenServer.Reply;
import java.net.URI;
import java.security.PublicKey;

/** What one endpoint grants and what it refuses (RFC 6749, RFC 7523; the numbers are Microsoft's AADSTS). */
final class TokenRules {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Directory directory;
    private final Dialect dialect;
    private final URI here;

    TokenRules(Directory directory, Dialect dialect, URI here) {
        this.directory = directory;
        this.dialect = dialect;
        this.here = here;
    }

    /** Ends the reading of a request with an answer. */
    private static final class Refused extends Exception {
        private final Reply reply;

        Refused(Reply reply) {
            super(reply.body(), null, false, false);
            this.reply = reply;
        }
    }

    Reply answer(String method, TokenForm form) {
        try {
            if (!method.equals("POST")) {
                throw new Refused(new Reply(405, "text/plain", "POST only"));
            }
            if (!form.problem().isEmpty()) {
                throw refused(400, "invalid_request", 900144);
            }
            if (dialect.kind() == Kind.MICROSOFT && !directory.knowsTenant(dialect.tenant())) {
                throw refused(400, "invalid_request", 90002);
            }
            return switch (form.grantType()) {
                case "refresh_token" -> refresh(form);
                case "client_credentials" -> client(form);
                case JWT_BEARER -> serviceAccount(form);
                default -> throw refused(400, "unsupported_grant_type", 70003);
            };
        } catch (Refused e) {
            return e.reply;
        }
    }

    private Reply refresh(TokenForm form) throws Refused {
        String client = client(form, true);
        String token = form.field("refresh_token");
        boolean once = dialect.refreshing() == Refreshing.REPLACES;
        String user = directory.useRefreshToken(token, client, once);
        if (user.isEmpty()) {
            throw refused(400, "invalid_grant", 700082);
        }
        String next = dialect.refreshing() == Refreshing.KEEPS ? "" : directory.nextRefreshToken(token);
        return granted(user, form.field("scope"), next);
    }

    private Reply client(TokenForm form) throws Refused {
        if (dialect.kind() == Kind.GOOGLE) {
            throw refused(400, "unsupported_grant_type", 0);
        }
        String client = client(form, false);
        if (dialect.kind() == Kind.MICROSOFT && !form.field("scope").endsWith("/.default")) {
            throw refused(400, "invalid_scope", 1002012);
        }
        return granted("*", form.field("scope").isEmpty() ? client : form.field("scope"), "");
    }

    /** Who asks, proven in exactly one way. */
    private String client(TokenForm form, boolean openAllowed) throws Refused {
        boolean basic = !form.basicId().isEmpty();
        boolean body = !form.field("client_secret").isEmpty();
        boolean assertion = !form.field("client_assertion").isEmpty();
        String id = basic ? form.basicId() : form.field("client_id");
        if ((basic ? 1 : 0) + (body ? 1 : 0) + (assertion ? 1 : 0) > 1
                || (basic
                        && !form.field("client_id").isEmpty()
                        && !form.field("client_id").equals(id))) {
            throw refused(400, "invalid_request", 0);
        }
        if (!directory.knowsApplication(id)) {
            throw dialect.kind() == Kind.MICROSOFT
                    ? refused(400, "unauthorized_client", 700016)
                    : refused(401, "invalid_client", 0);
        }
        if (assertion) {
            checkAssertion(form, id);
        } else if (basic || body) {
            checkSecret(id, basic ? form.basicSecret() : form.field("client_secret"));
        } else if (!(openAllowed && directory.isOpen(id))) {
            throw refused(401, "invalid_client", 7000216);
        }
        return id;
    }

    private void checkSecret(String id, String secret) throws Refused {
        if (!directory.isSecret(id, secret)) {
            throw refused(401, "invalid_client", 7000215);
        }
        if (directory.isSecretExpired(id)) {
            throw refused(401, "invalid_client", 7000222);
        }
    }

    private void checkAssertion(TokenForm form, String id) throws Refused {
        if (!form.field("client_assertion_type").equals(ASSERTION_TYPE) || dialect.kind() == Kind.GOOGLE) {
            throw refused(400, "invalid_request", 0);
        }
        Assertion assertion = Assertion.read(form.field("client_assertion"));
        if (directory.certificatesOf(id).stream().noneMatch(assertion::isSignedBy)) {
            throw refused(401, "invalid_client", 700027);
        }
        boolean own =
                assertion.claim("iss").equals(id) && assertion.claim("sub").equals(id);
        if (!own || !assertion.claim("aud").equals(here.toString()) || !directory.isNew(assertion.claim("jti"))) {
            throw refused(401, "invalid_client", 700023);
        }
        if (!assertion.isCurrent(directory.now(), 600)) {
            throw refused(401, "invalid_client", 700024);
        }
    }

    private Reply serviceAccount(TokenForm form) throws Refused {
        if (dialect.kind() != Kind.GOOGLE) {
            throw refused(400, "unsupported_grant_type", 70003);
        }
        Assertion assertion = Assertion.read(form.field("assertion"));
        String account = assertion.claim("iss");
        PublicKey key = directory.keyOf(account, assertion.header("kid"));
        if (key == null
                || !assertion.isSignedBy(key)
                || !assertion.claim("aud").equals(here.toString())
                || !assertion.isCurrent(directory.now(), 3_600)) {
            throw refused(400, "invalid_grant", 0);
        }
        if (assertion.claim("scope").isEmpty()) {
            throw refused(400, "invalid_scope", 0);
        }
        String person = assertion.claim("sub");
        if (person.isEmpty() || !directory.mayActFor(account, person, assertion.claim("scope"))) {
            throw refused(401, "unauthorized_client", 0);
        }
        return granted(person, assertion.claim("scope"), "");
    }

    private Reply granted(String user, String scope, String refreshToken) {
        return Reply.json(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":"
                        + directory.lifetime().toSeconds() + ",\"scope\":\"" + scope
                        + "\",\"access_token\":\"" + directory.accessToken(user, scope) + "\""
                        + (refreshToken.isEmpty() ? "" : ",\"refresh_token\":\"" + refreshToken + "\"") + "}");
    }

    private Refused refused(int status, String error, int aadsts) {
        String codes = dialect.kind() == Kind.MICROSOFT && aadsts > 0 ? ",\"error_codes\":[" + aadsts + "]" : "";
        return new Refused(Reply.json(
                status, "{\"error\":\"" + error + "\",\"error_description\":\"It was refused.\"" + codes + "}"));
    }
}
