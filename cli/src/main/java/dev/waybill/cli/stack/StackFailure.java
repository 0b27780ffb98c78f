package dev.waybill.cli.stack;

import org.jspecify.annotations.Nullable;

/** What was asked of the stack could not be done; the message is the whole sentence for the person. */
public final class StackFailure extends RuntimeException {

    /** Makes one with its sentence. */
    public StackFailure(String sentence) {
        super(sentence);
    }

    /** Makes one with its sentence and what the system said. */
    public StackFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    /** Returns the sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
