package dev.waybill.message.text;

/** Joins the soft line breaks of {@code format=flowed} text (RFC 3676); quoted lines come out with one {@code ">"} a level. */
public final class FlowedText {
    private static final String SIGNATURE = "-- ";

    private FlowedText() {}

    /**
     * One line a paragraph.
     *
     * @param delsp whether the space that marks a soft break is itself removed (RFC 3676 §4.4)
     */
    public static String unflow(String text, boolean delsp) {
        StringBuilder out = new StringBuilder(text.length());
        boolean open = false;
        int openDepth = 0;
        int length = text.length();
        for (int start = 0; start < length; ) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? length : newline;
            int depth = 0;
            int from = start;
            while (from < end && text.charAt(from) == '>') {
                depth++;
                from++;
            }
            boolean quotedSpace = from < end && text.charAt(from) == ' ';
            int content = quotedSpace ? from + 1 : from;
            boolean signature = text.startsWith(SIGNATURE, content) && content + SIGNATURE.length() == end;
            if (open && (depth != openDepth || signature)) {
                out.append('\n');
                open = false;
            }
            if (!open && depth > 0) {
                out.repeat('>', depth).append(' ');
            }
            boolean soft = !signature && end > content && text.charAt(end - 1) == ' ';
            out.append(text, content, soft && delsp ? end - 1 : end);
            open = soft;
            openDepth = depth;
            if (!open && newline >= 0) {
                out.append('\n');
            }
            start = end + 1;
        }
        if (open && text.endsWith("\n")) {
            out.append('\n');
        }
        return out.toString();
    }
}
