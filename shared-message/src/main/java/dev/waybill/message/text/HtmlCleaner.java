package dev.waybill.message.text;

import org.owasp.html.PolicyFactory;

/**
 * Makes a sender's HTML safe to show inside a page: what {@link HtmlPolicy} allows is left. Links leave the page and carry no referrer;
 * images from the network are not loaded but named in {@code data-remote-src}, so that a person may choose to load them; {@code cid:}
 * images stay references to attachments.
 */
public final class HtmlCleaner {
    /** Characters looked at: no person reads more, and cleaning is the dearest step of reading a mail. */
    public static final int MOST = 1 << 20;

    private static final PolicyFactory POLICY = HtmlPolicy.make();

    private HtmlCleaner() {}

    public static String clean(String html) {
        String clean = POLICY.sanitize(CleanText.atMost(html, MOST));
        // The sanitizer escapes more than HTML needs; these two would hide "cid:" references and links from a reader of
        // the source.
        return CleanText.lines(clean).replace("&#64;", "@").replace("&#61;", "=");
    }

    /** The same document without the content of its {@code data:} references, which can be larger than all else of it. */
    public static String withoutInlineData(String html) {
        StringBuilder lean = new StringBuilder();
        int copied = 0;
        for (int at = html.indexOf("data:"); at >= 0; at = html.indexOf("data:", copied)) {
            int end = at + "data:".length();
            lean.append(html, copied, end);
            while (end < html.length() && " \t\n\"'<>)".indexOf(html.charAt(end)) < 0) {
                end++;
            }
            copied = end;
        }
        return lean.append(html, copied, html.length()).toString();
    }
}
