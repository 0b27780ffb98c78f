package dev.waybill.message.reply;

import dev.waybill.message.reply.Dividers.Divides;
import java.util.Optional;

/** Finds what introduces a quote: an attribution, a header block, a divider, or a divider with one of these below. */
final class Headers {
    private final Attributions attributions = new Attributions();
    private final HeaderBlock blocks = new HeaderBlock();
    private final Dividers dividers = new Dividers();

    boolean forwards(BodyLine line) {
        return dividers.of(line) == Divides.FORWARD;
    }

    /** The header that begins at {@code start}, which is neither blank nor quoted nor code. */
    Optional<Header> at(Body body, int start) {
        BodyLine line = body.line(start);
        if (QuoteMarks.isGroupWise(line.text())) {
            return Optional.of(new Header(start + 1, true, true));
        }
        return switch (dividers.of(line)) {
            case ORIGINAL -> Optional.of(withDivider(body, start));
            case REPLY_ABOVE -> Optional.of(new Header(start + 1, true, true));
            case FORWARD -> Optional.empty();
            case NOTHING -> {
                Optional<Header> block = blocks.at(body, start, line.cutBefore() || announced(body, start));
                yield block.isPresent() ? block : attributions.at(body, start);
            }
        };
    }

    /** The first line of what stands above a block and belongs to it: a ruler, or the words of a divider. */
    int withRulerAbove(Body body, int start) {
        int above = body.previousNonBlank(start);
        boolean near = above >= 0 && start - above <= 3 && body.line(above).visible();
        return near && (Dividers.isRuler(body.line(above)) || dividers.isBareOriginal(body.line(above)))
                ? above
                : start;
    }

    /** Where in a line that ends like an attribution it begins behind other words, or -1. */
    int sharedAttribution(BodyLine line) {
        return attributions.sharedAt(line);
    }

    private boolean announced(Body body, int start) {
        int above = body.previousNonBlank(start);
        return above >= 0 && start - above <= 2 && dividers.isBareOriginal(body.line(above));
    }

    private Header withDivider(Body body, int start) {
        int next = body.nextNonBlank(start + 1);
        if (next < body.size() && !body.line(next).quoted() && !body.line(next).literal()) {
            Optional<Header> block = blocks.at(body, next, true);
            Optional<Header> inner = block.isPresent() ? block : attributions.at(body, next);
            if (inner.isPresent()) {
                return new Header(inner.get().end(), true, inner.get().block());
            }
        }
        return new Header(start + 1, true, true);
    }
}
