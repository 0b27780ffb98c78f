package dev.waybill.message.header;

import dev.waybill.message.header.AddressTokens.Kind;
import dev.waybill.message.header.AddressTokens.Token;
import dev.waybill.message.text.CleanText;
import java.util.List;

/** Puts the tokens of an address field together again: to the words of a name, or to an address. */
final class AddressWords {
    private AddressWords() {}

    /** The words of a name, decoded; comments are left out unless they are all there is. */
    static String words(List<Token> tokens, boolean withComments) {
        StringBuilder words = new StringBuilder();
        for (Token token : tokens) {
            if (token.kind() != Kind.COMMENT || withComments) {
                if (!words.isEmpty() && token.spaced()) {
                    words.append(' ');
                }
                words.append(token.text());
            }
        }
        return CleanText.line(EncodedWords.decode(words.toString()));
    }

    /** What stands in parentheses, which old mailers used for names. */
    static String comments(List<Token> tokens) {
        return words(tokens.stream().filter(t -> t.kind() == Kind.COMMENT).toList(), true);
    }

    /** The address as it is written in one piece. */
    static String joined(List<Token> tokens) {
        StringBuilder address = new StringBuilder();
        for (Token token : tokens) {
            if (token.kind() == Kind.QUOTED) {
                address.append('"')
                        .append(token.text().replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            } else if (token.kind() != Kind.COMMENT) {
                address.append(token.text());
            }
        }
        return address.toString();
    }
}
