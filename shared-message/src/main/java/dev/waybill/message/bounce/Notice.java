package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.text.CleanText;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a notice in two parts: what the server says, and the copy of the original behind it.
 *
 * @param lines what the server says
 * @param original the copy, as far as it stands in the text; may be empty
 */
record Notice(List<String> lines, List<String> original) {
    /** Servers say what they have to say within a page; the copy may be long. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    private static final int MOST_LINES = 300;

    static Notice of(ParsedMail mail, NoticeRules rules) {
        List<String> lines = new ArrayList<>();
        List<String> original = new ArrayList<>();
        boolean copy = false;
        for (String line : CleanText.atMost(mail.text(), MOST_CHARACTERS).split("\n", -1)) {
            copy = copy || (!lines.isEmpty() && rules.beginsOriginal(line)) || lines.size() >= MOST_LINES;
            (copy ? original : lines).add(line);
        }
        return new Notice(List.copyOf(lines), List.copyOf(original));
    }

    String text() {
        return String.join("\n", lines);
    }
}
