package dev.waybill.devstack.oauth;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a token endpoint knows. Everything may change while it runs, as it does in the life of a directory. */
public final class Directory {
    private final InstantSource clock;
    private final Set<String> tenants = ConcurrentHashMap.newKeySet();
    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private final Map<String, ServiceAccount> serviceAccounts = new ConcurrentHashMap<>();
    private final Map<String, Grant> refreshTokens = new ConcurrentHashMap<>();
    private final Map<String, Granted> accessTokens = new ConcurrentHashMap<>();
    private final Set<String> seenAssertions = ConcurrentHashMap.newKeySet();
    private volatile Duration lifetime = Duration.ofMinutes(60);
    private volatile int padding;

    Directory(InstantSource clock) {
        this.clock = clock;
    }

    /** An application; a null secret is one that it does not have. */
    private record Application(
            @Nullable String secret, @Nullable Instant secretUntil, List<X509Certificate> certificates, boolean open) {}

    private record ServiceAccount(String keyId, PublicKey key, Set<String> scopes, Set<String> people) {}

    /** A person's consent; {@code used} refresh tokens of it do not work a second time. */
    private record Grant(UUID id, String client, String user, Instant until, boolean used) {}

    private record Granted(String user, String scope, Instant until) {}

    public void addTenant(String tenant) {
        tenants.add(tenant);
    }

    /** An application with a client secret; a later call changes it. */
    public void addApplication(String clientId, String secret) {
        applications.put(clientId, new Application(secret, null, List.of(), false));
    }

    /** An application that has proven itself by one of these certificates from now on: the old and the new one while they change. */
    public void addApplication(String clientId, X509Certificate... certificates) {
        applications.put(clientId, new Application(null, null, List.of(certificates), false));
    }

    /** An application that proves nothing. */
    public void addPublicApplication(String clientId) {
        applications.put(clientId, new Application(null, null, List.of(), true));
    }

    public void removeApplication(String clientId) {
        applications.remove(clientId);
    }

    /** The secret is right, and too old. */
    public void expireSecret(String clientId) {
        applications.computeIfPresent(
                clientId,
                (id, known) -> new Application(known.secret(), clock.instant(), known.certificates(), known.open()));
    }

    /** A service account that may act for these people ({@code *}: everybody) within these scopes. */
    public void addServiceAccount(String email, String keyId, PublicKey key, Set<String> scopes, Set<String> people) {
        serviceAccounts.put(email, new ServiceAccount(keyId, key, Set.copyOf(scopes), Set.copyOf(people)));
    }

    /** A person signs in and agrees; returns the refresh token, which ends after 90 days without use. */
    public String signIn(String clientId, String user) {
        return refreshToken(UUID.randomUUID(), clientId, user);
    }

    /** A person takes the consent back, or changes the password. */
    public void revoke(String user) {
        refreshTokens.values().removeIf(grant -> grant.user().equals(user));
    }

    /** How long access tokens live from now on. */
    public void accessTokensLive(Duration duration) {
        lifetime = duration;
    }

    /** Makes access tokens longer by so many characters; real ones have thousands. */
    public void padAccessTokens(int characters) {
        padding = characters;
    }

    /** Access tokens given so far work no more, as after a change of policy. */
    public void forgetAccessTokens() {
        accessTokens.clear();
    }

    /** Whether a server should let this user in with this token. */
    public boolean isGood(String accessToken, String user) {
        String whose = userOf(accessToken);
        return whose.equals("*") || (!whose.isEmpty() && whose.equalsIgnoreCase(user));
    }

    /** Whose a token is that works now; empty for none, {@code *} for an application's. */
    public String userOf(String accessToken) {
        Granted granted = accessTokens.get(accessToken);
        return granted != null && clock.instant().isBefore(granted.until()) ? granted.user() : "";
    }

    /** The scope that a token was given for; empty if it is not known. */
    public String scopeOf(String accessToken) {
        Granted granted = accessTokens.get(accessToken);
        return granted == null ? "" : granted.scope();
    }

    // For the rules

    Instant now() {
        return clock.instant();
    }

    Duration lifetime() {
        return lifetime;
    }

    boolean knowsTenant(String tenant) {
        return tenants.contains(tenant);
    }

    boolean knowsApplication(String clientId) {
        return applications.containsKey(clientId);
    }

    boolean isOpen(String clientId) {
        Application known = applications.get(clientId);
        return known != null && known.open();
    }

    boolean isSecret(String clientId, String secret) {
        Application known = applications.get(clientId);
        return known != null && secret.equals(known.secret());
    }

    boolean isSecretExpired(String clientId) {
        Application known = applications.get(clientId);
        return known != null && known.secretUntil() != null;
    }

    List<X509Certificate> certificatesOf(String clientId) {
        Application known = applications.get(clientId);
        return known == null ? List.of() : known.certificates();
    }

    @Nullable
    PublicKey keyOf(String serviceAccount, String keyId) {
        ServiceAccount known = serviceAccounts.get(serviceAccount);
        return known != null && known.keyId().equals(keyId) ? known.key() : null;
    }

    boolean mayActFor(String serviceAccount, String person, String scopes) {
        ServiceAccount known = serviceAccounts.get(serviceAccount);
        return known != null
                && known.scopes().containsAll(Set.of(scopes.split(" ", -1)))
                && (known.people().contains("*") || known.people().contains(person));
    }

    /** Whether an assertion's id was never seen before. */
    boolean isNew(String assertionId) {
        return !assertionId.isEmpty() && seenAssertions.add(assertionId);
    }

    /** Whose grant it is; empty if it is none, or not this client's, or too old. A used one ends its whole grant. */
    synchronized String useRefreshToken(String token, String clientId, boolean onlyOnce) {
        Grant grant = refreshTokens.get(token);
        if (grant == null || !grant.client().equals(clientId) || clock.instant().isAfter(grant.until())) {
            return "";
        }
        if (grant.used()) {
            refreshTokens.values().removeIf(other -> other.id().equals(grant.id()));
            return "";
        }
        refreshTokens.put(
                token,
                new Grant(
                        grant.id(),
                        grant.client(),
                        grant.user(),
                        clock.instant().plus(Duration.ofDays(90)),
                        onlyOnce));
        return grant.user();
    }

    String nextRefreshToken(String token) {
        Grant grant = refreshTokens.get(token);
        return grant == null ? "" : refreshToken(grant.id(), grant.client(), grant.user());
    }

    private String refreshToken(UUID grant, String client, String user) {
        String token = "rt." + UUID.randomUUID();
        refreshTokens.put(token, new Grant(grant, client, user, clock.instant().plus(Duration.ofDays(90)), false));
        return token;
    }

    String accessToken(String user, String scope) {
        String token = "at." + UUID.randomUUID() + "a".repeat(padding);
        accessTokens.put(token, new Granted(user, scope, clock.instant().plus(lifetime)));
        return token;
    }
}
