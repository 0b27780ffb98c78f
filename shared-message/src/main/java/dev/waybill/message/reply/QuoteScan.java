package dev.waybill.message.reply;

import dev.waybill.message.reply.BodyLine.Kind;
import dev.waybill.message.reply.BodyLine.Mark;
import java.util.Optional;

/**
 * Finds the quotes of a body, from its top down: marked lines with what introduces them, and what stands below a header
 * without marks. A forward ends the search: its content stays visible.
 */
final class QuoteScan {
    private static final int MOST_DOUBTFUL = 2;
    /** A reply has few; each moves the lines below it. */
    private static final int MOST_PARTED = 50;

    private final Headers headers;
    private final InlineAnswers inlineAnswers = new InlineAnswers();

    QuoteScan(Headers headers) {
        this.headers = headers;
    }

    /**
     * Gives each line that is quoted its kind.
     *
     * @param forwarded the subject says so: the first quote is then what was forwarded
     * @return the end of the sender's own part: where a forward begins, or the size
     */
    int scan(Body body, boolean forwarded) {
        Pass pass = new Pass(body);
        int i = body.nextNonBlank(0);
        while (i < body.size()) {
            BodyLine line = body.line(i);
            if (line.literal() || (!line.quoted() && pass.part(i))) {
                i = pass.leave(i);
                continue;
            }
            Optional<Header> header = line.quoted() ? Optional.empty() : headers.at(body, i);
            boolean quote = line.quoted() || header.isPresent();
            if (headers.forwards(line) || (forwarded && quote)) {
                return i;
            }
            if (line.quoted()) {
                i = pass.run(i, false);
            } else if (header.isEmpty()) {
                i = pass.leave(i);
            } else if (pass.introduces(i, header.get())) {
                i = pass.below(i, header.get());
            } else if (header.get().sure() && header.get().block()) {
                return i;
            } else if (header.get().sure() && !pass.anyVisible) {
                i = pass.attributionOnly(i, header.get());
            } else {
                i = pass.leave(i);
            }
        }
        pass.restoreLayout();
        return body.size();
    }

    /** One way down a body. */
    private final class Pass {
        private final Body body;
        private boolean anyVisible;
        private boolean anyHeader;
        private int parted;
        /** How many lines of the body bear marks, as far as it matters; -1 until somebody asks. */
        private int marked = -1;

        Pass(Body body) {
            this.body = body;
        }

        /** Parts a line that ends with an attribution and begins with the sender's words. */
        boolean part(int index) {
            int next = body.nextNonBlank(index + 1);
            if (body.html()
                    || parted == MOST_PARTED
                    || next == body.size()
                    || !body.line(next).quoted()) {
                return false;
            }
            int column = headers.sharedAttribution(body.line(index));
            if (column <= 0) {
                return false;
            }
            parted++;
            body.split(index, column);
            return true;
        }

        int leave(int index) {
            anyVisible = true;
            return body.nextNonBlank(index + 1);
        }

        /** Whether the header has a quote below: marked lines, or all that follows when that is beyond doubt. */
        boolean introduces(int start, Header header) {
            return marked(header) || (header.sure() && anyVisible && !inlineAnswers.announcedAbove(body, start));
        }

        int below(int start, Header header) {
            if (!anyHeader) {
                restoreCitations(start);
            }
            anyHeader = true;
            int first = header.block() ? headers.withRulerAbove(body, start) : start;
            int next = body.nextNonBlank(header.end());
            if (marked(header) && !cites(start, header, next)) {
                body.become(first, header.end(), Kind.QUOTED);
                return run(next, true);
            }
            body.become(first, body.size(), Kind.QUOTED);
            return body.size();
        }

        /** Marked lines below a block, below the sender's words: the quoted mail quotes by itself. */
        private boolean cites(int start, Header header, int next) {
            return header.block()
                    && anyVisible
                    && body.line(next).mark() == Mark.NONE
                    && !inlineAnswers.announcedAbove(body, start);
        }

        /** On top of text without marks an attribution says nothing of where the quote ends: the text stays visible. */
        int attributionOnly(int start, Header header) {
            body.become(start, header.end(), Kind.QUOTED);
            return body.nextNonBlank(header.end());
        }

        private boolean marked(Header header) {
            int next = body.nextNonBlank(header.end());
            return next < body.size() && Attributions.isQuote(body.line(next));
        }

        /** Takes the marked lines from {@code start} on, blank and wrapped ones between them; returns what follows. */
        int run(int start, boolean behindHeader) {
            BodyLine first = body.line(start);
            boolean initials = behindHeader && !first.quoted() && first.mark() == Mark.NONE;
            int end = start;
            for (int i = start; i < body.size(); i++) {
                BodyLine line = body.line(i);
                boolean quoted = line.quoted()
                        || (behindHeader && line.mark() == Mark.INDENT)
                        || (initials && !line.literal() && QuoteMarks.initials(line.text()));
                if (quoted || WrappedTail.is(body, i)) {
                    end = i + 1;
                } else if (!line.blank()) {
                    break;
                }
            }
            if (anyHeader || !(doubtful(start, end) || alone(start, end))) {
                body.become(start, end, Kind.QUOTED);
            } else {
                anyVisible = true;
            }
            return body.nextNonBlank(end);
        }

        /** The only marked line of the whole body, in the midst of a paragraph of the sender: a comparison as likely as a quote. */
        private boolean alone(int start, int end) {
            boolean inside = end == start + 1
                    && start > 0
                    && !body.line(start - 1).blank()
                    && body.line(start).mark() == Mark.NONE
                    && QuoteMarks.depth(body.line(start).text()) == 1;
            return inside && countMarked() == 1;
        }

        private int countMarked() {
            if (marked < 0) {
                marked = 0;
                for (int i = 0; i < body.size() && marked < 2; i++) {
                    marked += body.line(i).quoted() ? 1 : 0;
                }
            }
            return marked;
        }

        /** A run that nothing introduces and whose every line might be something else. */
        private boolean doubtful(int start, int end) {
            int lines = 0;
            boolean prompts = true;
            for (int i = start; i < end; i++) {
                BodyLine line = body.line(i);
                if (!line.blank()) {
                    if (line.mark() != Mark.NONE || !QuoteMarks.doubtful(line.text())) {
                        return false;
                    }
                    lines++;
                    prompts &= QuoteMarks.prompt(line.text());
                }
            }
            return prompts || lines <= MOST_DOUBTFUL;
        }

        /** Above the program's own quote, a blockquote of nobody in particular is one that the sender made. */
        private void restoreCitations(int end) {
            for (int i = 0; i < end; i++) {
                if (body.line(i).mark() == Mark.LAYOUT_QUOTE) {
                    body.line(i).become(Kind.VISIBLE);
                    anyVisible = true;
                }
            }
        }

        /** Blockquotes of nobody in particular that hold the whole mail are its layout; one that the text announces, and goes on behind, is a citation. */
        void restoreLayout() {
            if (!body.html() || anyHeader) {
                return;
            }
            int from = nextWithMark(0, true);
            int end = nextWithMark(from, false);
            int above = body.previousNonBlank(from);
            boolean whole = above < 0 && end == body.size() && !anyVisible;
            boolean inside = above >= 0
                    && body.line(above).visible()
                    && body.line(above).endsWithColon()
                    && end < body.size()
                    && body.line(end).visible();
            if ((whole || inside) && nextWithMark(end, true) == body.size()) {
                body.become(from, end, Kind.VISIBLE);
            }
        }

        /** The next line with text from {@code from} on that stands in such a blockquote, or does not; or the size. */
        private int nextWithMark(int from, boolean layout) {
            int i = body.nextNonBlank(from);
            while (i < body.size() && (body.line(i).mark() == Mark.LAYOUT_QUOTE) != layout) {
                i = body.nextNonBlank(i + 1);
            }
            return i;
        }
    }
}
