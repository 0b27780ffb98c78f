package dev.waybill.queue;

import java.util.Locale;

/**
 * The bounds of a pointer's fields; the message names the field and the bound. Plain loops: they run several times for each pointer,
 * and a stream of characters costs more than all the rest of it.
 */
final class Check {
    private Check() {}

    static void text(String field, String value, int max) {
        if (value.isEmpty() || value.length() > max) {
            throw new InvalidPointerException(
                    field, String.format(Locale.ROOT, "has %d characters; 1 to %d are allowed", value.length(), max));
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                throw new InvalidPointerException(field, "holds a control character");
            }
        }
    }

    static void range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new InvalidPointerException(
                    field, String.format(Locale.ROOT, "is %d; %d to %d are allowed", value, min, max));
        }
    }

    static void decimal(String field, String value, int maxDigits) {
        boolean decimal = !value.isEmpty() && value.length() <= maxDigits;
        for (int i = 0; decimal && i < value.length(); i++) {
            decimal = value.charAt(i) >= '0' && value.charAt(i) <= '9';
        }
        if (!decimal) {
            throw new InvalidPointerException(field, "is not a decimal number of 1 to " + maxDigits + " digits");
        }
    }
}
