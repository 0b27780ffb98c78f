package dev.waybill.message.text;

import java.util.List;
import org.owasp.html.HtmlStreamEventReceiver;
import org.owasp.html.HtmlStreamEventReceiverWrapper;

/**
 * Leaves out a tag's attributes beyond the first hundred. The sanitizer compares each of them with each other, so that one tag of a
 * megabyte would cost it seconds.
 */
final class FewAttributes extends HtmlStreamEventReceiverWrapper {
    static final int MOST = 100;

    FewAttributes(HtmlStreamEventReceiver receiver) {
        super(receiver);
    }

    /** Attributes come as name, value, name, value. */
    @Override
    public void openTag(String element, List<String> attributes) {
        if (attributes.size() > 2 * MOST) {
            attributes.subList(2 * MOST, attributes.size()).clear();
        }
        super.openTag(element, attributes);
    }
}
