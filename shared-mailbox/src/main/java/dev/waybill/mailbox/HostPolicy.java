package dev.waybill.mailbox;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rule which hosts a mailbox may name. Users name hosts, and a service that connects to any of them would let them reach into
 * the operator's own network (server-side request forgery).
 *
 * <p>Asked twice: when a mailbox is added, and for the very address that is about to be connected to, because a name may resolve to
 * something else by then.
 */
public final class HostPolicy {
    private final boolean allowPrivate;

    /** A policy that refuses loopback, private, link-local (cloud metadata) and reserved addresses unless they are allowed. */
    public HostPolicy(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /** Whether hosts of this machine and its own network may be named: for development, or where all users are trusted. */
    public boolean allowsPrivate() {
        return allowPrivate;
    }

    /** Why this host must not be used. Empty also for a name that does not resolve now: connecting asks again. */
    public Optional<String> refusal(String host) {
        if (allowPrivate) {
            return Optional.empty();
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .flatMap(address -> refusal(host, address).stream())
                    .findFirst();
        } catch (UnknownHostException notNow) {
            return Optional.empty();
        }
    }

    /** Why this address of this host must not be connected to. */
    public Optional<String> refusal(String host, InetAddress address) {
        if (allowPrivate || isPublic(address)) {
            return Optional.empty();
        }
        return Optional.of("the host " + host + " is the address " + address.getHostAddress()
                + ", which is not on the public Internet; to connect to servers in your own network set"
                + " waybill.mailbox.allow-private-hosts=true");
    }

    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address v4 -> isPublic(v4.getAddress());
            case Inet6Address v6 -> isPublic(v6);
            default -> false;
        };
    }

    /** What {@link InetAddress} does not know of the special-purpose registry (RFC 6890 and its updates). */
    private static boolean isPublic(byte[] v4) {
        int first = v4[0] & 0xff;
        int second = v4[1] & 0xff;
        int third = v4[2] & 0xff;
        boolean thisNetwork = first == 0;
        boolean sharedByCarriers = first == 100 && second >= 64 && second < 128;
        boolean protocolAssignments = first == 192 && second == 0 && third == 0;
        boolean benchmarks = first == 198 && (second == 18 || second == 19);
        boolean reserved = first >= 240;
        return !(thisNetwork || sharedByCarriers || protocolAssignments || benchmarks || reserved);
    }

    private static boolean isPublic(Inet6Address address) {
        byte[] bytes = address.getAddress();
        int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        boolean uniqueLocal = (first & 0xfe00) == 0xfc00;
        if (uniqueLocal) {
            return false;
        }
        // An IPv4 address inside an IPv6 one: NAT64 (64:ff9b::/96, 64:ff9b:1::/48), 6to4 (2002::/16), IPv4-compatible
        // (::/96).
        boolean nat64 = first == 0x0064 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b;
        if (nat64 || isZero(bytes, 12)) {
            return isPublicInside(bytes, 12);
        }
        boolean teredo = first == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        return first == 0x2002 ? isPublicInside(bytes, 2) : !teredo;
    }

    private static boolean isPublicInside(byte[] v6, int from) {
        try {
            return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(v6, from, from + 4)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isZero(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
