package dev.waybill.cli.bench;

/** Ends a benchmark: its message is the sentence for the person. */
final class BenchFailure extends RuntimeException {
    BenchFailure(String message) {
        super(message);
    }

    BenchFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
