package dev.waybill.consumer.process;

import dev.waybill.message.authentication.AuthenticationTrust;
import dev.waybill.message.reading.ReadingSettings;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What belongs to those who read the mails: their servers, their addresses, the marks of what they send.
 *
 * @param authservIds names of the receiving servers whose {@code Authentication-Results} are believed
 * @param exchange addresses or domains of mailboxes at Exchange Online, whose topmost results are believed although they bear no name
 * @param addresses besides the one of each mailbox
 * @param markers values of {@code X-Loop} of what they send
 * @param mostHops {@code Received} fields from which a mail goes in circles
 */
public record OwnWorld(
        Set<String> authservIds, Set<String> exchange, Set<String> addresses, Set<String> markers, int mostHops) {
    /** Nothing is known but the mailbox's own address. */
    public static final OwnWorld UNKNOWN =
            new OwnWorld(Set.of(), Set.of(), Set.of(), Set.of(), ReadingSettings.MOST_HOPS);

    public OwnWorld {
        authservIds = folded(authservIds);
        exchange = folded(exchange);
        addresses = folded(addresses);
        markers = folded(markers);
        if (mostHops < 1) {
            throw new IllegalArgumentException("waybill.reading.most-hops is " + mostHops + "; set it to at least 1");
        }
        addresses.stream()
                .filter(address -> address.indexOf('@') < 1)
                .findFirst()
                .ifPresent(address -> {
                    throw new IllegalArgumentException("waybill.reading.own-addresses has " + address
                            + ", which is no address; write name@domain");
                });
        Set<String> named = authservIds;
        exchange.stream().filter(named::contains).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("waybill.reading.exchange and .authserv-ids both have " + name
                    + "; the former are mailboxes or their domains, the latter receiving servers");
        });
    }

    /** For a mail in the mailbox of this address. */
    public ReadingSettings of(String mailbox) {
        return new ReadingSettings(trust(mailbox.toLowerCase(Locale.ROOT)), markers, ownAddresses(mailbox), mostHops);
    }

    /** All addresses that are ours where this mailbox is read, in lower case. */
    Set<String> ownAddresses(String mailbox) {
        Set<String> all = new TreeSet<>(addresses);
        all.add(mailbox.toLowerCase(Locale.ROOT));
        return all;
    }

    private AuthenticationTrust trust(String mailbox) {
        if (exchange.contains(mailbox) || exchange.contains(mailbox.substring(mailbox.lastIndexOf('@') + 1))) {
            return new AuthenticationTrust.Exchange();
        }
        return authservIds.isEmpty() ? new AuthenticationTrust.Nobody() : new AuthenticationTrust.Servers(authservIds);
    }

    private static Set<String> folded(Set<String> words) {
        return words.stream()
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
