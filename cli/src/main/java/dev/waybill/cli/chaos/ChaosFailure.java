package dev.waybill.cli.chaos;

/** Ends a run: its message is the sentence for the person. */
final class ChaosFailure extends RuntimeException {
    ChaosFailure(String message) {
        super(message);
    }

    ChaosFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
