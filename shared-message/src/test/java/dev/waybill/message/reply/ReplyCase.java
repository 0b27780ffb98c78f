package dev.waybill.message.reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One body with the expected kind of each line, from a fixture file: a heading {@code # id}, perhaps a subject, then lines that
 * begin with V, Q or S. An HTML case has its source in lines with H, and the others hold the text expected from it.
 */
record ReplyCase(
        String id,
        String subject,
        String html,
        List<String> visible,
        List<String> quoted,
        List<String> signature,
        String plain) {
    static final List<String> FILES =
            List.of("gmail", "outlook", "clients", "signatures", "shapes", "forwards", "left-alone", "html");

    /** Written without a look at the tables, and kept apart: they say how the rules do on what nobody wrote them for. */
    static final List<String> UNSEEN = List.of("unseen-clients", "unseen-shapes", "unseen-html");

    boolean isHtml() {
        return !html.isEmpty();
    }

    ReplyText read(ReplyTextReader reader) {
        return isHtml() ? reader.readHtml(html, subject) : reader.read(plain, subject);
    }

    /** Lines as they are compared: white space at the ends does not count, inside an HTML body neither. */
    String comparable(String line) {
        return isHtml() ? line.strip().replaceAll("\\s+", " ") : line.strip();
    }

    static List<ReplyCase> all() {
        return FILES.stream().flatMap(file -> of(file).stream()).toList();
    }

    static List<ReplyCase> unseen() {
        return UNSEEN.stream().flatMap(file -> of(file).stream()).toList();
    }

    static List<ReplyCase> of(String file) {
        List<ReplyCase> cases = new ArrayList<>();
        Draft draft = new Draft("");
        for (String line : lines(file)) {
            if (line.startsWith("# ")) {
                draft.addTo(cases);
                draft = new Draft(heading(line));
            } else {
                draft.take(line.replace('\u2420', ' '));
            }
        }
        draft.addTo(cases);
        return cases;
    }

    /** What stands before a remark in brackets. */
    private static String heading(String line) {
        int remark = line.indexOf("  ");
        return line.substring(2, remark < 0 ? line.length() : remark).strip();
    }

    private static List<String> lines(String file) {
        try (InputStream in = ReplyCase.class.getResourceAsStream(file + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("fixture " + file + ".txt is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Draft {
        private final String id;
        private final List<String> html = new ArrayList<>();
        private final List<String> plain = new ArrayList<>();
        private final List<String> visible = new ArrayList<>();
        private final List<String> quoted = new ArrayList<>();
        private final List<String> signature = new ArrayList<>();
        private String subject = "";

        Draft(String id) {
            this.id = id;
        }

        void take(String line) {
            if (line.startsWith("subject: ")) {
                subject = line.substring(9);
            } else if (line.length() >= 2 && line.charAt(1) == '|') {
                add(line.charAt(0), line.substring(2));
            } else if (!line.isBlank() && !id.isEmpty()) {
                throw new IllegalStateException("fixture " + id + ": " + line);
            }
        }

        private void add(char kind, String text) {
            if (kind == 'H') {
                html.add(text);
                return;
            }
            plain.add(text);
            if (!Fold.isBlank(text)) {
                List<String> target = switch (kind) {
                    case 'V' -> visible;
                    case 'Q' -> quoted;
                    case 'S' -> signature;
                    default -> throw new IllegalStateException("fixture " + id + " has a line of kind " + kind);
                };
                target.add(text);
            }
        }

        void addTo(List<ReplyCase> cases) {
            if (!id.isEmpty()) {
                cases.add(new ReplyCase(
                        id, subject, String.join("\n", html), visible, quoted, signature, String.join("\n", plain)));
            }
        }
    }
}
