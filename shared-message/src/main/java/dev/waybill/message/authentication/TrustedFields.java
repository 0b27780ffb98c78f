package dev.waybill.message.authentication;

import dev.waybill.message.ParsedMail.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Chooses the {@code Authentication-Results} that the receiving servers wrote themselves. Servers write on top, so a mail is read from the
 * top down to where it came in: the first {@code Received} from a foreign host, what its server wrote below it, and no further. In there
 * the topmost field of a trusted name counts, with those of the same name that follow before the next {@code Received}.
 *
 * <p>A server must remove fields that come in under its own name (RFC 8601 §5); where it does not, its own, topmost, still wins.
 */
final class TrustedFields {
    /** Hosts of Exchange Online, also of its national clouds. */
    private static final Set<String> EXCHANGE_HOSTS = Set.of("outlook.com", "office365.us", "outlook.cn", "outlook.de");

    private TrustedFields() {}

    static List<ResultField> of(List<Header> headers, AuthenticationTrust trust) {
        return switch (trust) {
            case AuthenticationTrust.Nobody nobody -> List.of();
            case AuthenticationTrust.Servers servers -> named(headers, servers);
            case AuthenticationTrust.Exchange exchange -> topmostWithoutName(headers);
        };
    }

    private static List<ResultField> named(List<Header> headers, AuthenticationTrust.Servers servers) {
        List<ResultField> fields = new ArrayList<>();
        for (Header header : inside(headers, new OwnHosts(servers.authservIds()))) {
            if (is(header, "Received") && !fields.isEmpty()) {
                break;
            }
            if (is(header, "Authentication-Results")) {
                ResultField field = ResultField.parse(header.value());
                if (servers.authservIds().contains(field.authservId())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static List<ResultField> topmostWithoutName(List<Header> headers) {
        return inside(headers, new OwnHosts(EXCHANGE_HOSTS)).stream()
                .filter(header -> is(header, "Authentication-Results"))
                .findFirst()
                .map(header -> ResultField.parse(header.value()))
                .filter(field -> field.authservId().isEmpty())
                .map(List::of)
                .orElse(List.of());
    }

    /** Up to the second {@code Received} of which the sender may have written the content. */
    private static List<Header> inside(List<Header> headers, OwnHosts own) {
        boolean cameIn = false;
        for (int i = 0; i < headers.size(); i++) {
            if (is(headers.get(i), "Received")) {
                if (cameIn) {
                    return headers.subList(0, i);
                }
                cameIn = own.cameFromOutside(headers.get(i).value());
            }
        }
        return headers;
    }

    private static boolean is(Header header, String name) {
        return header.name().equalsIgnoreCase(name);
    }
}
