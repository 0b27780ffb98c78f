package dev.waybill.cli.admin;

/** Ends a verb: its message is the sentence for the person, its code the exit status. */
final class VerbFailure extends RuntimeException {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final int exitCode;

    private VerbFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** What was asked could not be done. */
    static VerbFailure failed(String message) {
        return new VerbFailure(FAILED, message);
    }

    /** What was asked makes no sense as it was asked. */
    static VerbFailure usage(String message) {
        return new VerbFailure(USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
