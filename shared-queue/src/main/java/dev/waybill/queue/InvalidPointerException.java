package dev.waybill.queue;

/** A pointer that the schema refuses: which field, and what is wrong with it. */
public final class InvalidPointerException extends IllegalArgumentException {
    private final String field;

    public InvalidPointerException(String field, String problem) {
        super("pointer field '" + field + "' " + problem);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
