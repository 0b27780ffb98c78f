package dev.waybill.message.authentication;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of an {@code Authentication-Results} field (RFC 8601 §2.2): comments are gone, also nested ones, and a quoted string is one
 * word whatever stands in it. What never closes swallows the rest, so that a forger gains nothing by it.
 */
final class ResultTokens {
    /** A server's field holds some dozens. */
    private static final int MOST = 2_000;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean gap = true;

    private ResultTokens(String text) {
        this.text = text;
    }

    /**
     * A word, or one of {@code ; =}.
     *
     * @param mark whether it is one of these characters outside of quotes
     * @param gap whether white space or a comment stands before it
     */
    record Token(String text, boolean mark, boolean gap) {
        boolean is(char c) {
            return mark && text.charAt(0) == c;
        }
    }

    static List<Token> of(String field) {
        return new ResultTokens(field).run();
    }

    private List<Token> run() {
        while (at < text.length() && tokens.size() < MOST) {
            char c = text.charAt(at);
            if (c <= ' ') {
                at++;
                gap = true;
            } else if (c == '(') {
                comment();
                gap = true;
            } else if (c == '"') {
                quoted();
            } else if (c == ';' || c == '=') {
                at++;
                add(String.valueOf(c), true);
            } else {
                word();
            }
        }
        return tokens;
    }

    private void comment() {
        int depth = 0;
        do {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        } while (depth > 0 && at < text.length());
    }

    private void quoted() {
        StringBuilder word = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            word.append(text.charAt(at++));
        }
        boolean closed = at < text.length();
        at++;
        if (closed) {
            add(word.toString(), false);
        }
    }

    private void word() {
        int start = at;
        while (at < text.length() && text.charAt(at) > ' ' && "(\";=".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        add(text.substring(start, at), false);
    }

    private void add(String word, boolean mark) {
        tokens.add(new Token(word, mark, gap));
        gap = false;
    }
}
