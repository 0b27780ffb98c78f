package dev.waybill.message.reply;

import java.util.Optional;

/**
 * Finds the block of header fields (From, Sent, To, Subject) that Outlook and others put above what they quote. Only a
 * block in one language counts, with a sender and a date, and with a subject or an address: a travel request or a form
 * has labels too.
 */
final class HeaderBlock {
    private static final int MOST_LINES = 60;
    /** A long list of recipients wraps. */
    private static final int MOST_CONTINUATIONS = 20;
    /** How many lines are looked at for two fields in a language that no table holds. */
    private static final int UNKNOWN_LINES = 8;

    private static final int LONGEST_UNKNOWN_LABEL = 30;
    private static final int FARTHEST_COLON = 60;

    private final HeaderLabels labels = new HeaderLabels();

    /**
     * The block that begins at {@code start}.
     *
     * @param announced a divider or an element says that one begins here, so that the fields need not prove it
     */
    Optional<Header> at(Body body, int start, boolean announced) {
        if (mayBegin(body.line(start))) {
            HeaderFields fields = new HeaderFields(labels);
            int end = read(body, start, fields);
            if (fields.coherent(announced)) {
                return Optional.of(new Header(end, true, true));
            }
        }
        return announced ? unknown(body, start) : Optional.empty();
    }

    /** Reads fields with their continuations; returns the end of the last field's first line. */
    private int read(Body body, int start, HeaderFields fields) {
        int end = start;
        int continuations = 0;
        for (int i = start; i < Math.min(body.size(), start + MOST_LINES); i++) {
            BodyLine line = body.line(i);
            if (line.literal() || (i > start && line.quoted())) {
                return end;
            }
            if (line.blank()) {
                int next = body.nextNonBlank(i);
                boolean goesOn = next == i + 1
                        && next < body.size()
                        && fields.accepts(body.line(next).folded());
                if (!goesOn) {
                    return end;
                }
            } else if (fields.take(line.folded())) {
                end = i + 1;
                continuations = 0;
            } else if (i == start || fields.stopped() || ++continuations > MOST_CONTINUATIONS) {
                return end;
            }
        }
        return end;
    }

    /** Only a field that a block has once may begin it, so that few blocks overlap. */
    private boolean mayBegin(BodyLine line) {
        int colon = line.text().indexOf(':');
        int wide = line.text().indexOf('\uff1a');
        int first = colon < 0 ? wide : wide < 0 ? colon : Math.min(colon, wide);
        if (first < 0 || first > FARTHEST_COLON) {
            return false;
        }
        HeaderLabels.Found found = labels.at(line.folded());
        return found != null && found.label().isSingle();
    }

    /** A block in an unknown language, below an element that says that there is one. */
    private static Optional<Header> unknown(Body body, int start) {
        int fields = 0;
        int end = start;
        boolean proved = false;
        for (int i = start; i < Math.min(body.size(), start + UNKNOWN_LINES); i++) {
            String folded = body.line(i).folded();
            int colon = folded.indexOf(':');
            if (colon > 0 && colon <= LONGEST_UNKNOWN_LABEL && colon + 1 < folded.length()) {
                fields++;
                end = i + 1;
                proved |= Evidence.of(folded).count() > 0;
            }
        }
        return fields >= 2 && proved ? Optional.of(new Header(end, true, true)) : Optional.empty();
    }
}
