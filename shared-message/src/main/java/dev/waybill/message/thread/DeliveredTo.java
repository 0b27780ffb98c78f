package dev.waybill.message.thread;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.Warnings;
import dev.waybill.message.header.AddressParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The address that a mail was delivered to, which aliases and blind copies hide from {@code To}.
 *
 * @param address lower-case domain, sub-address included; null when nothing tells it
 * @param subAddress what stands between {@code +} and {@code @} (RFC 5233); null when nothing does
 */
public record DeliveredTo(
        @Nullable String address, @Nullable String subAddress) {
    /** What delivering servers write, nearest to the mailbox first. */
    private static final List<String> FIELDS = List.of(
            "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "X-Forwarded-To");

    private static final int MOST_FIELDS = 50;

    /**
     * Reads it from the fields of the servers; without them from {@code To} and {@code Cc}.
     *
     * @param own the addresses of the mailbox without sub-addresses, lower case; when one of them is among the candidates, it is the one
     */
    public static DeliveredTo of(ParsedMail mail, Set<String> own) {
        List<String> stamped = stamped(mail);
        List<String> written = new ArrayList<>();
        mail.to().forEach(to -> written.add(to.address()));
        mail.cc().forEach(cc -> written.add(cc.address()));
        return ours(stamped, own)
                .or(() -> ours(written, own))
                .or(() -> stamped.stream().findFirst())
                .or(() -> written.size() == 1 ? Optional.of(written.getFirst()) : Optional.empty())
                .map(DeliveredTo::read)
                .orElse(new DeliveredTo(null, null));
    }

    private static Optional<String> ours(List<String> candidates, Set<String> own) {
        return candidates.stream()
                .filter(address -> own.contains(plain(address)))
                .findFirst();
    }

    private static List<String> stamped(ParsedMail mail) {
        List<String> stamped = new ArrayList<>();
        for (String field : FIELDS) {
            mail.headers().stream()
                    .filter(header -> header.name().equalsIgnoreCase(field))
                    .limit(MOST_FIELDS)
                    .flatMap(header -> AddressParser.parse(field, header.value(), new Warnings()).stream())
                    .map(Address::address)
                    .filter(address -> address.indexOf('@') > 0)
                    .forEach(stamped::add);
        }
        return stamped;
    }

    private static DeliveredTo read(String address) {
        int at = address.lastIndexOf('@');
        if (at <= 0) {
            return new DeliveredTo(null, null);
        }
        String local = address.substring(0, at);
        int plus = local.indexOf('+');
        String detail = plus > 0 ? local.substring(plus + 1) : "";
        return new DeliveredTo(
                local + address.substring(at).toLowerCase(Locale.ROOT), detail.isEmpty() ? null : detail);
    }

    private static String plain(String address) {
        int at = address.lastIndexOf('@');
        int plus = address.indexOf('+');
        String bare = plus > 0 && plus < at ? address.substring(0, plus) + address.substring(at) : address;
        return bare.toLowerCase(Locale.ROOT);
    }
}
