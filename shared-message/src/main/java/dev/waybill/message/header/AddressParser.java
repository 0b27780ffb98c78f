package dev.waybill.message.header;

import dev.waybill.message.ParsedMail.Address;
import dev.waybill.message.Warnings;
import dev.waybill.message.header.AddressTokens.Kind;
import dev.waybill.message.header.AddressTokens.Token;
import dev.waybill.message.text.CleanText;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the addresses of a field: RFC 5322 with its obsolete forms and groups, and what mailers write instead (bare commas in names,
 * semicolons between addresses, encoded words in quotes or around all of it). What is no address is kept as it stands, with a warning.
 */
public final class AddressParser {
    /** The longest line of RFC 5322 §2.1.1; a longer name or address is no honest one. */
    private static final int LONGEST = 998;
    /** "Doe, John, Dr., MBA". */
    private static final int MOST_HELD_COMMAS = 3;

    private final String field;
    private final Warnings warnings;
    private final boolean mayHoldMore;
    private final List<Address> addresses = new ArrayList<>();
    private final List<Token> phrase = new ArrayList<>();
    private final List<Token> route = new ArrayList<>();
    private int heldCommas;
    private boolean angle;
    private boolean angled;

    private AddressParser(String field, Warnings warnings, boolean mayHoldMore) {
        this.field = field;
        this.warnings = warnings;
        this.mayHoldMore = mayHoldMore;
    }

    /**
     * The addresses in their order.
     *
     * @param field the field's name, for the warnings
     */
    public static List<Address> parse(String field, String raw, Warnings warnings) {
        return new AddressParser(field, warnings, true).run(raw);
    }

    private List<Address> run(String raw) {
        for (Token token : AddressTokens.of(raw)) {
            take(token);
        }
        if (angle) {
            warnings.add(field + ": an address has no closing bracket; it is read up to its end");
        }
        finish();
        return addresses;
    }

    private void take(Token token) {
        if (angle) {
            if (token.is('>')) {
                angle = false;
            } else if (token.is('<')) {
                route.clear();
            } else if (token.is(':') || (token.is(',') && startsRoute())) {
                // "<@relay,@relay:user@host>" (RFC 5322 §4.4): only what follows the colon is the address.
                route.add(token);
            } else if (token.is(',') || token.is(';')) {
                angle = false;
                warnings.add(field + ": an address has no closing bracket; it is read up to the next separator");
                finish();
            } else {
                route.add(token);
            }
        } else if (token.is('<')) {
            angle = true;
            if (!angled) {
                angled = true;
            } else {
                finish();
                angled = true;
                angle = true;
            }
        } else if (token.is(',')) {
            if (!commaInName()) {
                finish();
            }
        } else if (token.is(';')) {
            finish();
        } else if (token.is(':')) {
            colon(token);
        } else if (!token.is('>')) {
            phrase.add(token);
        }
    }

    /** Behind a phrase it opens a group, whose members count and whose name does not; elsewhere it is part of a broken address. */
    private void colon(Token token) {
        boolean groupName = !angled
                && phrase.stream()
                        .noneMatch(t -> t.kind() == Kind.ATOM && t.text().indexOf('@') >= 0);
        if (groupName) {
            phrase.clear();
        } else {
            phrase.add(token);
        }
    }

    private boolean startsRoute() {
        return !route.isEmpty() && route.getFirst().text().startsWith("@");
    }

    /** "Doe, John" without its quotes: a name goes on behind the comma when nothing before it is an address. Decided when the next bracket comes. */
    private boolean commaInName() {
        boolean name = !angled
                && !phrase.isEmpty()
                && heldCommas < MOST_HELD_COMMAS
                && phrase.stream().noneMatch(t -> t.text().indexOf('@') >= 0);
        if (name) {
            heldCommas++;
            phrase.add(new Token(Kind.SPECIAL, ",", false));
        }
        return name;
    }

    private void finish() {
        if (angled) {
            angledAddress();
        } else if (!phrase.isEmpty()) {
            split().forEach(this::bareAddress);
        }
        phrase.clear();
        heldCommas = 0;
        route.clear();
        angled = false;
        angle = false;
    }

    /** Commas held back by {@link #commaInName} separate after all when no bracket came. */
    private List<List<Token>> split() {
        List<List<Token>> parts = new ArrayList<>();
        List<Token> part = new ArrayList<>();
        for (Token token : phrase) {
            if (token.is(',')) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(token);
            }
        }
        parts.add(part);
        return parts;
    }

    private void angledAddress() {
        if (phrase.stream().anyMatch(t -> t.is(','))) {
            warnings.add(field + ": a name with a comma has no quotes; it is read as one name");
        }
        String name = AddressWords.words(phrase, false);
        String address = AddressWords.joined(route.subList(routeEnd(), route.size()));
        if (name.isEmpty()) {
            name = AddressWords.comments(phrase);
        }
        if (name.isEmpty()) {
            name = AddressWords.comments(route);
        }
        add(name, address);
    }

    private int routeEnd() {
        for (int i = 0; startsRoute() && i < route.size(); i++) {
            if (route.get(i).is(':')) {
                return i + 1;
            }
        }
        return 0;
    }

    /** One address without brackets, or several that only white space parts. */
    private void bareAddress(List<Token> part) {
        List<Token> rest = part;
        int sign = nextSign(rest, 0);
        if (sign < 0) {
            withoutAt(part);
        }
        while (sign >= 0) {
            int from = sign;
            int to = sign + 1;
            // "user @ host", "user . name@host" (RFC 5322 §4.4 allows the spaces), and a quoted local part.
            while (from > 0 && belongs(rest.get(from - 1), rest.get(from))) {
                from--;
            }
            while (to < rest.size() && belongs(rest.get(to - 1), rest.get(to))) {
                to++;
            }
            int next = nextSign(rest, to);
            List<Token> beside = new ArrayList<>(rest.subList(0, from));
            if (next < 0) {
                beside.addAll(rest.subList(to, rest.size()));
            }
            String name = AddressWords.words(beside, false);
            if (!name.isEmpty()) {
                warnings.add(
                        field + ": an address has no brackets around it; the words beside it are read as its name");
            }
            add(name.isEmpty() ? AddressWords.comments(beside) : name, AddressWords.joined(rest.subList(from, to)));
            rest = part.subList(part.size() - (rest.size() - to), part.size());
            sign = next < 0 ? -1 : next - to;
        }
    }

    private static int nextSign(List<Token> part, int from) {
        for (int i = from; i < part.size(); i++) {
            if (part.get(i).kind() == Kind.ATOM && part.get(i).text().indexOf('@') >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static boolean belongs(Token left, Token right) {
        if (left.kind() == Kind.COMMENT || right.kind() == Kind.COMMENT) {
            return false;
        }
        boolean glued = !right.spaced();
        return glued
                || left.text().endsWith("@")
                || right.text().startsWith("@")
                || left.text().endsWith(".")
                || right.text().startsWith(".");
    }

    private void withoutAt(List<Token> part) {
        String text = AddressWords.words(part, true);
        if (text.isEmpty() || part.stream().allMatch(t -> t.kind() == Kind.COMMENT)) {
            return;
        }
        if (mayHoldMore && text.indexOf('@') >= 0) {
            warnings.add(field + ": a whole address is encoded, which RFC 2047 forbids; it is read as it was meant");
            addresses.addAll(new AddressParser(field, warnings, false).run(text));
            return;
        }
        warnings.add(field + ": something that is no address is kept as it stands");
        addresses.add(new Address("", CleanText.atMost(text, LONGEST)));
    }

    private void add(String name, String rawAddress) {
        String address = rawAddress.contains("=?") ? EncodedWords.decode(rawAddress) : rawAddress;
        // Only a quoted local part holds white space that counts.
        address = CleanText.atMost(
                address.startsWith("\"") ? CleanText.line(address) : CleanText.token(address), LONGEST);
        if (address.regionMatches(true, 0, "mailto:", 0, 7)) {
            address = address.substring(7);
        }
        int sign = address.lastIndexOf('@');
        if (address.isEmpty() && name.isEmpty()) {
            return;
        }
        if (sign <= 0 || sign == address.length() - 1 || (address.indexOf('@') != sign && address.charAt(0) != '"')) {
            warnings.add(field + ": an address is broken; it is kept as it stands");
        }
        addresses.add(new Address(CleanText.atMost(name, LONGEST), address));
    }
}
