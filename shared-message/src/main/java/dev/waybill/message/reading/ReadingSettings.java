package dev.waybill.message.reading;

import dev.waybill.message.authentication.AuthenticationTrust;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a reading must know of the one who reads.
 *
 * @param trust whose word on authenticity counts for this mailbox
 * @param ownMarkers values of {@code X-Loop} that our own mails bear
 * @param ownAddresses the addresses of this mailbox, lower case, without sub-address: they tell the true recipient from the others
 * @param mostHops {@code Received} fields from which a mail counts as going in circles
 */
public record ReadingSettings(
        AuthenticationTrust trust, Set<String> ownMarkers, Set<String> ownAddresses, int mostHops) {
    /** RFC 5321 §6.3 asks for at least 100; no honest route comes near 50. */
    public static final int MOST_HOPS = 50;

    /** Trusts nobody and knows no address: for a mail of which only the file is at hand. */
    public static final ReadingSettings NONE =
            new ReadingSettings(new AuthenticationTrust.Nobody(), Set.of(), Set.of(), MOST_HOPS);

    public ReadingSettings {
        ownMarkers = Set.copyOf(ownMarkers);
        ownAddresses =
                ownAddresses.stream().map(a -> a.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (mostHops < 1) {
            throw new IllegalArgumentException("mostHops must be at least 1 but is " + mostHops);
        }
    }
}
