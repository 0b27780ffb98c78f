package dev.waybill.mailbox.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.TokenEndpoint;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A grant as people write it, in a request or a file: a few fields, with the usual values of Microsoft and Google for what is left out.
 * What is given decides the grant: a service account's key, a refresh token, or else the application itself. Everything that is wrong is
 * named at once, and no value is quoted.
 */
public final class OAuthFields {
    public static final Set<String> KNOWN = Set.of(
            "provider",
            "tenant",
            "authority",
            "tokenUrl",
            "scope",
            "clientId",
            "clientSecret",
            "clientAuth",
            "certificate",
            "privateKey",
            "algorithm",
            "refreshToken",
            "serviceAccount",
            "subject");

    private static final String MICROSOFT = "https://login.microsoftonline.com";
    private static final String GOOGLE = "https://oauth2.googleapis.com/token";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> given;
    private final Provider use;
    private final List<Problem> problems = new ArrayList<>();

    private OAuthFields(Map<String, String> given, Provider use) {
        this.given = given;
        this.use = use;
    }

    /** What is wrong with a field. */
    public record Problem(String field, String sentence) {}

    /** A grant, or what is wrong with the fields. */
    public sealed interface Read {
        record Grant(OAuth grant) implements Read {}

        record Wrong(List<Problem> problems) implements Read {}
    }

    /**
     * Reads the fields.
     *
     * @param use for which protocol, which decides the usual scope
     * @param address of the mailbox, for whom a service account acts unless a subject is given
     */
    public static Read read(Map<String, String> given, Provider use, String address) {
        OAuthFields fields = new OAuthFields(given, use);
        Optional<OAuth> grant = fields.grant(address);
        return grant.isPresent() && fields.problems.isEmpty()
                ? new Read.Grant(grant.get())
                : new Read.Wrong(List.copyOf(fields.problems));
    }

    private Optional<OAuth> grant(String address) {
        given.keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> problem(name, "is not known here"));
        boolean account = has("serviceAccount");
        boolean refresh = has("refreshToken");
        if (account && refresh) {
            problem("refreshToken", "a service account needs none; leave one of them out");
        }
        Optional<TokenEndpoint> endpoint = endpoint(account, refresh);
        if (account) {
            return serviceAccount(endpoint, address);
        }
        String clientId = required("clientId");
        ClientProof proof = proof(refresh);
        if (!problems.isEmpty() || endpoint.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                refresh
                        ? OAuth.RefreshToken.entered(endpoint.get(), clientId, proof, text("refreshToken"))
                        : new OAuth.ClientCredentials(endpoint.get(), clientId, proof));
    }

    private Optional<TokenEndpoint> endpoint(boolean account, boolean refresh) {
        String provider = has("provider") ? text("provider") : account ? "google" : has("tokenUrl") ? "other" : "";
        String usual = switch (provider) {
            case "microsoft" -> microsoft(refresh);
            case "google" -> GOOGLE;
            case "other" -> "";
            default -> {
                problem("provider", "must be microsoft, google, or other with a tokenUrl");
                yield "";
            }
        };
        String url = has("tokenUrl") ? text("tokenUrl") : usual;
        if (url.isEmpty()) {
            if (provider.equals("other")) {
                problem("tokenUrl", "is missing");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new TokenEndpoint(URI.create(url), has("scope") ? text("scope") : usualScope(provider, refresh)));
        } catch (IllegalArgumentException e) {
            problem(
                    has("tokenUrl") ? "tokenUrl" : "scope",
                    "is not usable: it must be an https address, the scope printable ASCII");
            return Optional.empty();
        }
    }

    private String microsoft(boolean refresh) {
        String tenant = has("tenant") ? text("tenant") : refresh ? "common" : "";
        if (!tenant.matches("[A-Za-z0-9.-]{1,255}")) {
            problem(
                    "tenant",
                    tenant.isEmpty() ? "is missing: the directory's id or domain" : "is neither an id nor a domain");
            return "";
        }
        String authority = has("authority") ? text("authority") : MICROSOFT;
        return authority.replaceFirst("/+$", "") + "/" + tenant + "/oauth2/v2.0/token";
    }

    private String usualScope(String provider, boolean refresh) {
        boolean microsoft = provider.equals("microsoft");
        return switch (use) {
            case IMAP ->
                microsoft
                        ? refresh
                                ? "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
                                : "https://outlook.office365.com/.default"
                        : provider.equals("google") && !refresh ? "https://mail.google.com/" : "";
            case GRAPH ->
                refresh
                        ? "https://graph.microsoft.com/Mail.Read offline_access"
                        : "https://graph.microsoft.com/.default";
            case GMAIL -> refresh ? "" : "https://www.googleapis.com/auth/gmail.readonly";
        };
    }

    private ClientProof proof(boolean refresh) {
        if (has("certificate") || has("privateKey")) {
            return certificate();
        }
        if (!has("clientSecret")) {
            if (!refresh) {
                problem("clientSecret", "is missing; give it, or certificate and privateKey");
            }
            return new ClientProof.None();
        }
        return switch (has("clientAuth") ? text("clientAuth") : "body") {
            case "body" -> new ClientProof.SharedSecret(text("clientSecret"), ClientProof.Placement.BODY);
            case "basic" -> new ClientProof.SharedSecret(text("clientSecret"), ClientProof.Placement.BASIC);
            default -> {
                problem("clientAuth", "must be body or basic");
                yield new ClientProof.None();
            }
        };
    }

    private ClientProof certificate() {
        if (has("clientSecret")) {
            problem("clientSecret", "is not used beside a certificate; leave one of them out");
        }
        String algorithm = has("algorithm") ? text("algorithm") : "PS256";
        if (!algorithm.equals("RS256") && !algorithm.equals("PS256")) {
            problem("algorithm", "must be RS256 or PS256");
            return new ClientProof.None();
        }
        String certificate = required("certificate");
        String key = required("privateKey");
        if (problems.isEmpty()) {
            try {
                PemKeys.checkPair(certificate, key);
            } catch (GeneralSecurityException e) {
                problem("privateKey", String.valueOf(e.getMessage()));
            }
        }
        return new ClientProof.Certificate(certificate, key, ClientProof.Algorithm.valueOf(algorithm));
    }

    private Optional<OAuth> serviceAccount(Optional<TokenEndpoint> endpoint, String address) {
        JsonNode file = keyFile();
        if (file == null || endpoint.isEmpty()) {
            return Optional.empty();
        }
        String subject = has("subject") ? text("subject") : address;
        return Optional.of(new OAuth.ServiceAccount(
                endpoint.get(),
                file.path("client_email").asText(),
                file.path("private_key_id").asText(""),
                file.path("private_key").asText(),
                subject));
    }

    private @Nullable JsonNode keyFile() {
        try {
            JsonNode file = JSON.readTree(text("serviceAccount"));
            if (file != null && !file.path("client_email").asText("").isBlank()) {
                PemKeys.privateKey(file.path("private_key").asText(""));
                return file;
            }
        } catch (IOException | GeneralSecurityException unusable) {
            // Said below; its message could quote the key.
        }
        problem("serviceAccount", "must be the JSON key file of a service account, with client_email and private_key");
        return null;
    }

    private boolean has(String field) {
        return !text(field).isBlank();
    }

    private String text(String field) {
        return given.getOrDefault(field, "");
    }

    private String required(String field) {
        if (!has(field)) {
            problem(field, "is missing");
        }
        return text(field);
    }

    private void problem(String field, String sentence) {
        problems.add(new Problem(field, sentence));
    }
}
