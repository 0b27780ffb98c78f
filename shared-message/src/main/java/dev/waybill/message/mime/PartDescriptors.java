package dev.waybill.message.mime;

import dev.waybill.message.ReadLimits;
import dev.waybill.message.Warnings;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;
import org.jspecify.annotations.Nullable;

/** Reads the header of each entity that the parser comes to, and decides whether it walks into it. */
final class PartDescriptors implements BodyDescriptorBuilder {
    private final HeaderIntake intake;
    private final ReadLimits limits;
    private final Warnings warnings;
    private final int depth;
    private final String parentType;
    /** The part whose content is walked again, with the boundary that was found for it; only for the outermost entity. */
    private final @Nullable PartDescriptor instead;

    private HeaderLines lines;
    private String builtType = "";

    PartDescriptors(HeaderIntake intake, ReadLimits limits, Warnings warnings, @Nullable PartDescriptor instead) {
        this(intake, limits, warnings, instead, 0, "");
    }

    private PartDescriptors(
            HeaderIntake intake,
            ReadLimits limits,
            Warnings warnings,
            @Nullable PartDescriptor instead,
            int depth,
            String parentType) {
        this.intake = intake;
        this.limits = limits;
        this.warnings = warnings;
        this.instead = instead;
        this.depth = instead == null ? depth : instead.part().depth();
        this.parentType = parentType;
        this.lines = new HeaderLines(limits, warnings);
    }

    @Override
    public void reset() {
        lines = new HeaderLines(limits, warnings);
        intake.into(lines);
    }

    @Override
    public @Nullable Field addField(RawField field) {
        return null;
    }

    @Override
    public BodyDescriptor build() {
        PartDescriptor built =
                instead != null ? instead : describe(PartHeader.read(lines, depth, parentType, warnings));
        builtType = built.part().mimeType();
        return built;
    }

    @Override
    public BodyDescriptorBuilder newChild() {
        return new PartDescriptors(intake, limits, warnings, null, depth + 1, builtType);
    }

    private PartDescriptor describe(PartHeader part) {
        String boundary = part.contentType().parameter("boundary").orElse("");
        // RFC 2045 §6.4 forbids to encode a multipart; the walker undoes it and comes back.
        boolean encoded =
                part.encoding() != TransferEncoding.IDENTITY && part.encoding() != TransferEncoding.QUOTED_PRINTABLE;
        boolean walked =
                part.isMultipart() && part.depth() < limits.depth() && !encoded && Boundaries.isSearchable(boundary);
        return new PartDescriptor(part, walked ? boundary : null);
    }
}
