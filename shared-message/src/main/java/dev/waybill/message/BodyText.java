package dev.waybill.message;

import dev.waybill.message.text.HtmlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the text and the HTML of a mail from its pieces: pieces of a mixed multipart follow each other; of an alternative one the
 * text comes from the plain piece, unless that is empty, and the HTML from the HTML piece.
 */
final class BodyText {
    private BodyText() {}

    /** One piece in both forms; a form that it lacks is null. */
    private record Forms(@Nullable String plain, @Nullable String html) {
        boolean hasPlain() {
            return plain != null && !plain.isBlank();
        }
    }

    static String text(BodyPiece body) {
        Forms forms = forms(body);
        return forms.plain != null && (forms.hasPlain() || forms.html == null) ? forms.plain : fromHtml(forms.html);
    }

    /** Whether any of the text was written as plain text: only when none was, all of it is made from HTML. */
    static boolean hasPlain(BodyPiece piece) {
        return switch (piece) {
            case BodyPiece.Plain plain -> !plain.text().isBlank();
            case BodyPiece.Html html -> false;
            case BodyPiece.Group group -> group.pieces().stream().anyMatch(BodyText::hasPlain);
        };
    }

    /** Not yet cleaned: every document by itself, since one may leave its elements open. */
    static List<String> html(BodyPiece body) {
        List<String> documents = new ArrayList<>();
        collect(body, documents);
        return documents;
    }

    private static String fromHtml(@Nullable String html) {
        return html == null ? "" : HtmlText.of(html);
    }

    private static Forms forms(BodyPiece piece) {
        return switch (piece) {
            case BodyPiece.Plain plain -> new Forms(plain.text(), null);
            case BodyPiece.Html html -> new Forms(null, html.source());
            case BodyPiece.Group group -> group.alternative() ? alternative(group) : sequence(group);
        };
    }

    private static Forms alternative(BodyPiece.Group group) {
        List<Forms> all = group.pieces().stream().map(BodyText::forms).toList();
        Optional<Forms> plain =
                all.stream().filter(f -> f.html == null && f.hasPlain()).findFirst();
        Optional<Forms> html =
                all.reversed().stream().filter(f -> f.html != null).findFirst();
        if (html.isEmpty()) {
            return plain.orElse(new Forms("", null));
        }
        return new Forms(plain.orElse(html.get()).plain, html.get().html);
    }

    private static Forms sequence(BodyPiece.Group group) {
        List<Forms> all = group.pieces().stream().map(BodyText::forms).toList();
        if (all.size() == 1) {
            return all.getFirst();
        }
        StringBuilder text = new StringBuilder();
        String html = null;
        for (Forms forms : all) {
            append(text, forms.hasPlain() || forms.html == null ? forms.plain : fromHtml(forms.html));
            html = forms.html == null ? html : forms.html;
        }
        return new Forms(text.toString(), html);
    }

    private static void append(StringBuilder text, @Nullable String more) {
        if (more == null || more.isBlank()) {
            return;
        }
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        text.append(more);
    }

    /** Whether any piece is HTML: only then the mail has an HTML form. */
    static boolean hasHtml(BodyPiece piece) {
        return switch (piece) {
            case BodyPiece.Plain plain -> false;
            case BodyPiece.Html html -> true;
            case BodyPiece.Group group -> group.pieces().stream().anyMatch(BodyText::hasHtml);
        };
    }

    /** Whether nobody could read anything in them. */
    static boolean isBlank(List<BodyPiece> pieces) {
        return pieces.stream().allMatch(piece -> switch (piece) {
            case BodyPiece.Plain plain -> plain.text().isBlank();
            case BodyPiece.Html html -> html.source().isBlank();
            case BodyPiece.Group group -> isBlank(group.pieces());
        });
    }

    private static void collect(BodyPiece piece, List<String> documents) {
        switch (piece) {
            case BodyPiece.Plain plain -> {
                if (!plain.text().isBlank()) {
                    documents.add(asHtml(plain.text()));
                }
            }
            case BodyPiece.Html html -> documents.add(html.source());
            case BodyPiece.Group group -> {
                if (group.alternative()) {
                    group.pieces().reversed().stream()
                            .filter(BodyText::hasHtml)
                            .findFirst()
                            .or(() -> group.pieces().stream().findFirst())
                            .ifPresent(best -> collect(best, documents));
                } else {
                    group.pieces().forEach(part -> collect(part, documents));
                }
            }
        }
    }

    private static String asHtml(String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<div style=\"white-space: pre-wrap\">" + escaped + "</div>";
    }
}
