package dev.waybill.queue;

import java.util.Locale;

/** The bounds of a pointer's fields; the message names the field and the bound. */
final class Check {
    private Check() {}

    static void text(String field, String value, int max) {
        if (value.isEmpty() || value.length() > max) {
            throw new InvalidPointerException(
                    field, String.format(Locale.ROOT, "has %d characters; 1 to %d are allowed", value.length(), max));
        }
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new InvalidPointerException(field, "holds a control character");
        }
    }

    static void range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidPointerException(
                    field, String.format(Locale.ROOT, "is %d; %d to %d are allowed", value, min, max));
        }
    }

    static void decimal(String field, String value, int maxDigits) {
        if (value.isEmpty() || value.length() > maxDigits || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new InvalidPointerException(field, "is not a decimal number of 1 to " + maxDigits + " digits");
        }
    }
}
