package dev.waybill.message.header;

import java.util.ArrayList;
import java.util.List;

/** Cuts an address field into its lexical tokens (RFC 5322 §3.2), leniently and in one pass; comments are tokens, too. */
final class AddressTokens {
    enum Kind {
        ATOM,
        QUOTED,
        COMMENT,
        SPECIAL
    }

    /**
     * @param text without quotes or parentheses, escapes undone
     * @param spaced whether white space stood before it
     */
    record Token(Kind kind, String text, boolean spaced) {
        boolean is(char special) {
            return kind == Kind.SPECIAL && text.charAt(0) == special;
        }
    }

    private static final String SPECIALS = "<>,;:";
    /** RFC 2047 allows 75 characters; mailers write whole names in one. */
    private static final int LONGEST_WORD = 1_000;
    /** Looking for the end of a comment or a quote costs the rest of the field; a field of beginnings must not cost its square. */
    private static final int MOST_UNCLOSED = 20;

    private final String raw;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int unclosed;
    private int unclosedQuotes;

    private AddressTokens(String raw) {
        this.raw = raw;
    }

    static List<Token> of(String raw) {
        return new AddressTokens(raw).run();
    }

    private List<Token> run() {
        boolean spaced = false;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (Character.isWhitespace(c)) {
                spaced = true;
                at++;
                continue;
            }
            if (c == '"') {
                add(Kind.QUOTED, quoted(), spaced);
            } else if (c == '(') {
                comment(spaced);
            } else if (SPECIALS.indexOf(c) >= 0) {
                at++;
                add(Kind.SPECIAL, String.valueOf(c), spaced);
            } else {
                add(Kind.ATOM, atom(), spaced);
            }
            spaced = false;
        }
        return tokens;
    }

    private void add(Kind kind, String text, boolean spaced) {
        tokens.add(new Token(kind, text, spaced));
    }

    /** A quote that never ends is a character like others. */
    private String quoted() {
        StringBuilder text = new StringBuilder();
        for (int i = at + 1; i < raw.length() && unclosedQuotes < MOST_UNCLOSED; i++) {
            char c = raw.charAt(i);
            if (c == '\\' && i + 1 < raw.length()) {
                text.append(raw.charAt(++i));
            } else if (c == '"') {
                at = i + 1;
                return text.toString();
            } else {
                text.append(c);
            }
        }
        // Quotes behind backslashes are seen again as beginnings, each of them without an end.
        unclosedQuotes++;
        at++;
        return "";
    }

    /** A comment that never ends is none: its bracket is left out. */
    private void comment(boolean spaced) {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        for (int i = at + 1; i < raw.length() && unclosed < MOST_UNCLOSED; i++) {
            char c = raw.charAt(i);
            if (c == '\\' && i + 1 < raw.length()) {
                text.append(raw.charAt(++i));
            } else if (c == ')' && --depth == 0) {
                at = i + 1;
                add(Kind.COMMENT, text.toString(), spaced);
                return;
            } else {
                depth += c == '(' ? 1 : 0;
                text.append(c);
            }
        }
        unclosed++;
        at++;
    }

    /** Also what the standard does not allow in one: dots, {@code @}, brackets, all but ASCII. */
    private String atom() {
        int start = at;
        boolean literal = false;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            literal = (literal || c == '[') && c != ']';
            if (Character.isWhitespace(c)
                    || c == '"'
                    || c == '('
                    || (SPECIALS.indexOf(c) >= 0 && !(literal && c == ':'))) {
                break;
            }
            at = c == '=' ? behindEncodedWord() : at + 1;
        }
        return raw.substring(start, at);
    }

    /** An encoded word hides the specials in it. */
    private int behindEncodedWord() {
        int charsetEnd = raw.startsWith("=?", at) ? raw.indexOf('?', at + 2) : -1;
        if (charsetEnd > 0 && charsetEnd + 2 < raw.length() && raw.charAt(charsetEnd + 2) == '?') {
            int last = Math.min(raw.length() - 1, at + LONGEST_WORD);
            for (int i = charsetEnd + 3; i < last; i++) {
                if (raw.charAt(i) == '?' && raw.charAt(i + 1) == '=') {
                    return i + 2;
                }
            }
        }
        return at + 1;
    }
}
