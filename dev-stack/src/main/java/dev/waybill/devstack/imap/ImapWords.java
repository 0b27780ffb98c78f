package dev.waybill.devstack.imap;

/** A command's words from left to right: atoms, quoted texts without their quotes, and lists in parentheses as one word. */
final class ImapWords {
    private final String text;
    private int at;

    ImapWords(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The next word, or an empty text at the end. */
    String next() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at >= text.length()) {
            return "";
        }
        return switch (text.charAt(at)) {
            case '"' -> quoted();
            case '(' -> list();
            default -> atom();
        };
    }

    private String quoted() {
        StringBuilder word = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            word.append(text.charAt(at));
        }
        at++;
        return word.toString();
    }

    private String list() {
        int from = at + 1;
        int depth = 0;
        do {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            at++;
        } while (depth > 0 && at < text.length());
        return text.substring(from, depth == 0 ? at - 1 : at);
    }

    private String atom() {
        int from = at;
        while (at < text.length() && text.charAt(at) != ' ') {
            at++;
        }
        return text.substring(from, at);
    }

    static String quote(String word) {
        return "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
