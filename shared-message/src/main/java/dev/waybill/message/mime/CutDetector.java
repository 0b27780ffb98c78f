package dev.waybill.message.mime;

import dev.waybill.message.Warnings;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.Event;

/** Hears from the parser that a multipart has no end; all else that it complains of is seen elsewhere. */
final class CutDetector extends DecodeMonitor {
    private final Warnings warnings;

    CutDetector(Warnings warnings) {
        this.warnings = warnings;
    }

    @Override
    public boolean warn(String error, String dropDesc) {
        if (error.equals(Event.MIME_BODY_PREMATURE_END.toString())) {
            warnings.add("A multipart ends without its last boundary; the mail may be cut off");
        }
        return false;
    }

    @Override
    public boolean isListening() {
        return true;
    }
}
