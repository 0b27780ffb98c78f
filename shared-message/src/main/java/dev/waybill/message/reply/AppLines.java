package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows the lines that mail programs add below what was written: "Sent from my iPhone", in the languages of app-lines.tsv. */
final class AppLines {
    private static final int LONGEST = 140;
    private static final int LONGEST_PRODUCT = 70;
    private static final String CLOSERS = ">)]";

    private final List<Glob> lines = new ArrayList<>();
    private final List<String> brands;
    /** Words for any device: a name ends with them, a sentence goes on. */
    private final List<String> devices;

    AppLines() {
        for (List<String> row : Table.rows("app-lines", 3)) {
            lines.add(Glob.of(withoutPeriod(row.get(1))));
        }
        brands = words("brand");
        devices = words("device");
    }

    private static List<String> words(String kind) {
        return Table.rows("products", 3).stream()
                .filter(row -> row.get(1).equals(kind))
                .map(row -> Fold.of(row.get(0)))
                .toList();
    }

    boolean contains(BodyLine line) {
        if (line.text().length() > LONGEST * 2) {
            return false;
        }
        String text = withoutPeriod(withoutLinks(undecorated(line.folded())));
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (Glob glob : lines) {
            if (isProduct(glob.stars(text))) {
                return true;
            }
        }
        return false;
    }

    /** A pattern without a star has matched whole; a star must be a product's name, not a clause of a sentence. */
    private boolean isProduct(@Nullable String stars) {
        if (stars == null) {
            return false;
        }
        String name = stars.replace('\n', ' ').strip();
        if (name.isEmpty()) {
            return true;
        }
        if (name.length() > LONGEST_PRODUCT || name.indexOf('?') >= 0 || name.indexOf('!') >= 0) {
            return false;
        }
        int from = 0;
        for (int comma = name.indexOf(','); comma >= 0; comma = name.indexOf(',', from)) {
            if (!holdsProduct(name.substring(from, comma))) {
                return false;
            }
            from = comma + 1;
        }
        return holdsProduct(name.substring(from));
    }

    private boolean holdsProduct(String part) {
        String name = part.strip();
        for (String brand : brands) {
            int at = name.indexOf(brand);
            if (at >= 0 && beginsWord(name, at)) {
                return true;
            }
        }
        for (String device : devices) {
            if (name.endsWith(device) && beginsWord(name, name.length() - device.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsWord(String name, int at) {
        return at == 0 || !isLatinLetter(name.charAt(at - 1));
    }

    private static boolean isLatinLetter(char c) {
        return Character.isLetter(c) && c < '\u0250';
    }

    /** Without the brackets and stars around a line, and around the text of a link in Markdown. */
    private static String undecorated(String folded) {
        boolean enclosed = folded.startsWith("(") && folded.endsWith(")");
        String text = enclosed ? folded.substring(1, folded.length() - 1) : folded;
        while (!text.isEmpty() && "(<[*_".indexOf(text.charAt(0)) >= 0) {
            text = text.substring(1);
        }
        while (!text.isEmpty() && ">*_".indexOf(text.charAt(text.length() - 1)) >= 0) {
            text = text.substring(0, text.length() - 1);
        }
        return text.replace("](", " (").replace("[", "");
    }

    private static String withoutPeriod(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /** Programs put their address behind their name: {@code Outlook for iOS<https://aka.ms/o0ukef>}. */
    private static String withoutLinks(String folded) {
        String text = folded;
        for (String open : List.of("<http", "(http", "[http", "https://", "http://")) {
            int at = text.indexOf(open);
            if (at == 0) {
                return "";
            }
            if (at > 0) {
                int close = open.length() == 5 ? text.indexOf(CLOSERS.charAt("<([".indexOf(open.charAt(0))), at) : -1;
                String behind = close < 0 ? "" : text.substring(close + 1);
                text = (text.substring(0, at).strip() + behind).strip();
            }
        }
        return text;
    }
}
