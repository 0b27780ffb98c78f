package dev.waybill.ingress;

import java.util.Optional;

/**
 * Who signed a request.
 *
 * @param key the name of the key
 * @param onlyTenant the tenant that the key is restricted to, or empty for all
 */
record Caller(String key, String onlyTenant) {
    static final String ALL_TENANTS = "";

    /** Whether this caller may know of a mailbox of that tenant. */
    boolean mayName(String tenant) {
        return onlyTenant.equals(ALL_TENANTS) || onlyTenant.equals(tenant);
    }

    Optional<String> tenant() {
        return onlyTenant.equals(ALL_TENANTS) ? Optional.empty() : Optional.of(onlyTenant);
    }
}
