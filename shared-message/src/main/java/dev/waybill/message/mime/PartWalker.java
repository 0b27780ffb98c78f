package dev.waybill.message.mime;

import dev.waybill.message.ReadLimits;
import dev.waybill.message.Warnings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/**
 * Walks the parts of a mail by Mime4j's token stream, within the limits that it lacks. Attached messages are leaves. A multipart that
 * declares no boundary or a wrong one is walked by the boundary that its lines show.
 */
public final class PartWalker {
    /** The limits are ours: Mime4j's end the reading with an exception. */
    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderCount(-1)
            .setMaxHeaderLen(-1)
            .setMaxContentLen(-1)
            .build();
    /** How much of a multipart without parts is kept as text. */
    private static final int MOST_LOST = 1 << 20;
    /** How far the first boundary of a multipart is looked for when none is declared. */
    private static final int LOOKED_AT = 8_192;

    private static final byte[] EMPTY_HEADER = {'\r', '\n'};

    private final ReadLimits limits;
    private final Warnings warnings;
    private final PartVisitor visitor;
    private int parts;
    private boolean stopped;

    public PartWalker(ReadLimits limits, Warnings warnings, PartVisitor visitor) {
        this.limits = limits;
        this.warnings = warnings;
        this.visitor = visitor;
    }

    public void walk(InputStream raw) throws IOException {
        walk(MailStart.skip(raw), null);
    }

    /** A multipart being walked, and what stood before its first part. */
    private static final class Open {
        final PartHeader part;
        byte[] preamble = {};
        boolean hasParts;

        Open(PartHeader part) {
            this.part = part;
        }
    }

    private void walk(InputStream in, @Nullable PartDescriptor instead) throws IOException {
        HeaderLineGuard guard = new HeaderLineGuard(in, limits.headerBytes());
        HeaderIntake intake = new HeaderIntake();
        MimeTokenStream tokens = new MimeTokenStream(
                CONFIG, new CutDetector(warnings), intake, new PartDescriptors(intake, limits, warnings, instead));
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(guard);
        Deque<Open> open = new ArrayDeque<>();
        EntityState state = tokens.getState();
        while (state != EntityState.T_END_OF_STREAM && !stopped) {
            switch (state) {
                case T_BODY -> leaf(tokens, open);
                case T_START_MULTIPART -> start(tokens, open);
                case T_PREAMBLE -> open.getLast().preamble = preamble(tokens);
                case T_END_MULTIPART -> end(open, instead);
                default -> {}
            }
            state = stopped ? EntityState.T_END_OF_STREAM : next(tokens, state, guard);
        }
        while (!open.isEmpty()) {
            end(open, instead);
        }
        if (guard.hasCut()) {
            warnings.add("A line in a header is longer than " + limits.headerBytes() + " bytes; its end is left out");
        }
    }

    private EntityState next(MimeTokenStream tokens, EntityState state, HeaderLineGuard guard) throws IOException {
        boolean header = state == EntityState.T_START_HEADER;
        if (header) {
            guard.enterHeader();
        }
        try {
            return tokens.next();
        } catch (UncheckedIOException e) {
            throw e;
        } catch (MimeException | MimeIOException | RuntimeException e) {
            // Nothing of ours runs inside: what is thrown here is the parser's.
            warnings.add("The structure of the mail is broken behind part " + parts + "; it is read up to there");
            return EntityState.T_END_OF_STREAM;
        } finally {
            guard.leaveHeader();
        }
    }

    private boolean takePart(Deque<Open> open) {
        if (!open.isEmpty()) {
            open.getLast().hasParts = true;
        }
        if (parts >= limits.parts()) {
            warnings.add("The mail has more than " + limits.parts() + " parts; the rest is left out");
            stopped = true;
            return false;
        }
        parts++;
        return true;
    }

    private void start(MimeTokenStream tokens, Deque<Open> open) {
        if (takePart(open)) {
            Open multipart = new Open(part(tokens));
            open.addLast(multipart);
            visitor.startMultipart(multipart.part);
        }
    }

    private void end(Deque<Open> open, @Nullable PartDescriptor instead) throws IOException {
        Open closed = open.removeLast();
        boolean lost = !closed.hasParts && !isBlank(closed.preamble);
        boolean guessed = instead != null && open.isEmpty();
        Optional<String> boundary = lost && !guessed ? Boundaries.guess(closed.preamble) : Optional.empty();
        if (boundary.isPresent() && closed.part.depth() < limits.depth()) {
            warnings.add("A multipart uses another boundary than it declares; it is read by that one");
            // Told as a multipart inside the multipart: its start was told before it was known to be empty.
            walk(
                    new PrefixedStream(EMPTY_HEADER, 0, new ByteArrayInputStream(closed.preamble)),
                    new PartDescriptor(closed.part, boundary.get()));
            visitor.endMultipart(closed.part, new byte[0]);
        } else {
            if (lost) {
                warnings.add("A multipart has no parts; what stands in it is read as text");
            }
            visitor.endMultipart(closed.part, lost ? closed.preamble : new byte[0]);
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] preamble(MimeTokenStream tokens) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        InputStream in = new PartStream(tokens.getInputStream(), warnings);
        byte[] buffer = new byte[4_096];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            kept.write(buffer, 0, Math.min(n, MOST_LOST - kept.size()));
        }
        return kept.toByteArray();
    }

    private void leaf(MimeTokenStream tokens, Deque<Open> open) throws IOException {
        PartHeader part = part(tokens);
        InputStream raw = new PartStream(tokens.getInputStream(), warnings);
        if (!part.isMultipart()) {
            if (takePart(open)) {
                visitor.leaf(part, part.encoding().decode(raw));
            }
            return;
        }
        byte[] rawHead = raw.readNBytes(LOOKED_AT);
        InputStream encoded = new PrefixedStream(rawHead, 0, raw);
        String declared = part.contentType().parameter("boundary").orElse("");
        // The label on a multipart is wrong more often than its content is encoded.
        boolean plain =
                !declared.isEmpty() && new String(rawHead, StandardCharsets.ISO_8859_1).contains("--" + declared);
        InputStream content = plain ? encoded : part.encoding().decode(encoded);
        byte[] head = content.readNBytes(LOOKED_AT);
        InputStream whole = new PrefixedStream(head, 0, content);
        Optional<String> boundary =
                Optional.of(declared).filter(Boundaries::isSearchable).or(() -> Boundaries.guess(head));
        if (boundary.isPresent() && part.depth() < limits.depth()) {
            warnings.add("A multipart declares no boundary, or is encoded as a whole; it is read by what stands in it");
            if (!open.isEmpty()) {
                open.getLast().hasParts = true;
            }
            walk(new PrefixedStream(EMPTY_HEADER, 0, whole), new PartDescriptor(part, boundary.get()));
        } else if (takePart(open)) {
            boolean deep = part.depth() >= limits.depth();
            warnings.add(
                    deep
                            ? "Parts are nested deeper than " + limits.depth()
                                    + "; what lies deeper is kept as one attachment"
                            : "A multipart has no boundary; it is read as text");
            visitor.leaf(deep ? part : part.as("text/plain"), whole);
        }
    }

    private static PartHeader part(MimeTokenStream tokens) {
        return ((PartDescriptor) tokens.getBodyDescriptor()).part();
    }
}
