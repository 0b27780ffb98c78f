package dev.waybill.message.automatic;

import dev.waybill.message.ParsedMail;
import java.util.Locale;
import java.util.Set;

/**
 * Tells the groups that bring a mailbox its mail from lists that it merely reads: where {@code support@} is a group, each mail of a customer
 * bears the fields of a list.
 */
final class OwnLists {
    private final Set<String> addresses;

    OwnLists(Set<String> addresses) {
        this.addresses = Set.copyOf(addresses);
    }

    /** By the address of the list (RFC 2369 §3.4), or by its id, which has a dot for the sign (RFC 2919 §2, as Google Groups writes it). */
    boolean carried(ParsedMail mail) {
        String post = mail.header("List-Post").orElse("").toLowerCase(Locale.ROOT);
        String id = mail.header("List-Id").orElse("").toLowerCase(Locale.ROOT);
        return addresses.stream()
                .anyMatch(address -> post.contains("<mailto:" + address + ">")
                        || id.endsWith("<" + address.replace('@', '.') + ">"));
    }
}
