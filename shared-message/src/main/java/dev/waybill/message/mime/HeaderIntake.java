package dev.waybill.message.mime;

import java.io.ByteArrayOutputStream;
import org.apache.james.mime4j.stream.FieldBuilder;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteArrayBuffer;
import org.apache.james.mime4j.util.RecycledByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/** Takes the raw lines of a header from the parser into {@link HeaderLines}, bounded; the parser sees no field. */
final class HeaderIntake implements FieldBuilder {
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private @Nullable HeaderLines lines;

    /** Whose header follows. */
    void into(HeaderLines header) {
        lines = header;
    }

    @Override
    public void reset() {
        field.reset();
    }

    @Override
    public void append(@Nullable ByteArrayBuffer line) {
        if (line == null || lines == null) {
            return;
        }
        int length = Math.min(line.length(), lines.room() - field.size());
        if (length < line.length()) {
            lines.markFull();
        }
        if (length > 0) {
            field.write(line.buffer(), 0, length);
        }
    }

    @Override
    public @Nullable RawField build() {
        if (field.size() > 0 && lines != null) {
            lines.add(field.toByteArray());
        }
        return null;
    }

    @Override
    public @Nullable RecycledByteArrayBuffer getRaw() {
        return null;
    }

    @Override
    public void release() {
        field.reset();
    }
}
