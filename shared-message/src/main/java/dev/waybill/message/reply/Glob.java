package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pattern of literal pieces between stars, matched against folded text in linear time. */
final class Glob {
    private final List<String> pieces;
    private final boolean anchored;
    private final boolean openEnd;

    private Glob(List<String> pieces, boolean anchored, boolean openEnd) {
        this.pieces = pieces;
        this.anchored = anchored;
        this.openEnd = openEnd;
    }

    static Glob of(String pattern) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int star = pattern.indexOf('*'); star >= 0; star = pattern.indexOf('*', from)) {
            addPiece(pieces, pattern.substring(from, star));
            from = star + 1;
        }
        addPiece(pieces, pattern.substring(from));
        if (pieces.isEmpty()) {
            throw new IllegalStateException("pattern '" + pattern + "' holds nothing but stars");
        }
        return new Glob(List.copyOf(pieces), !pattern.startsWith("*"), pattern.endsWith("*"));
    }

    /** Begins with words, so that it says where it begins. */
    boolean anchored() {
        return anchored;
    }

    /** The piece that ends the text; empty when a star does. */
    String end() {
        return openEnd ? "" : pieces.getLast();
    }

    boolean matches(String folded) {
        String last = pieces.getLast();
        boolean ends = openEnd || folded.endsWith(last);
        return ends && (!anchored || folded.startsWith(pieces.getFirst())) && stars(folded) != null;
    }

    /** What the stars stand for, separated by newlines; null when the pattern does not match. */
    @Nullable
    String stars(String folded) {
        if (!openEnd && !folded.endsWith(pieces.getLast())) {
            return null;
        }
        // Nearly every line matches nothing, and a line is held against hundreds of patterns.
        @Nullable StringBuilder stars = null;
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            String piece = pieces.get(i);
            boolean atEnd = !openEnd && i == pieces.size() - 1;
            int found = atEnd ? folded.length() - piece.length() : find(folded, piece, at, i == 0);
            if (found < at || (i == 0 && anchored && found != 0)) {
                return null;
            }
            stars = stars == null ? new StringBuilder() : stars;
            stars.append(folded, at, found).append('\n');
            at = found + piece.length();
        }
        return String.valueOf(stars) + folded.substring(at);
    }

    /** An anchored pattern does not look further than the beginning. */
    private int find(String folded, String piece, int at, boolean first) {
        if (first && anchored) {
            return folded.startsWith(piece) ? 0 : -1;
        }
        return folded.indexOf(piece, at);
    }

    /** Keeps the space around a star inside the piece: "on *" wants a word that ends there. */
    private static void addPiece(List<String> pieces, String raw) {
        String folded = Fold.of(raw);
        if (!folded.isEmpty()) {
            String left = raw.startsWith(" ") && !folded.startsWith(":") ? " " : "";
            String right = raw.endsWith(" ") ? " " : "";
            pieces.add(left + folded + right);
        }
    }
}
