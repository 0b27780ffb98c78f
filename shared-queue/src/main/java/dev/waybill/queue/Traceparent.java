package dev.waybill.queue;

/**
 * Reads and writes a trace context as a pointer carries it: {@code 00-<trace id>-<parent id>-<flags>} in lower-case hexadecimal, or
 * empty when the producer had none. Source: W3C Trace Context §3.2, version 00.
 */
public final class Traceparent {
    private static final String FORM = "00-tttttttttttttttttttttttttttttttt-pppppppppppppppp-ff";

    private Traceparent() {}

    /** {@code traceId} of 32 characters, {@code parentId} of 16, {@code flags} of 2. */
    public static String of(String traceId, String parentId, String flags) {
        return "00-" + traceId + '-' + parentId + '-' + flags;
    }

    /** 32 characters; empty of an empty one. */
    public static String traceId(String traceparent) {
        return part(traceparent, 't');
    }

    /** 16 characters; empty of an empty one. */
    public static String parentId(String traceparent) {
        return part(traceparent, 'p');
    }

    /** 2 characters; empty of an empty one. */
    public static String flags(String traceparent) {
        return part(traceparent, 'f');
    }

    private static String part(String traceparent, char name) {
        return traceparent.isEmpty() ? "" : traceparent.substring(FORM.indexOf(name), FORM.lastIndexOf(name) + 1);
    }

    /** By hand, because it is asked several times on a pointer's way. A version to come is let through: its beginning has this form. */
    static boolean hasForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (FORM.charAt(i) == '-' ? c != '-' : !hex) {
                return false;
            }
        }
        return true;
    }
}
