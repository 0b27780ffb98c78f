package dev.waybill.message.reply;

import dev.waybill.message.reply.BodyLine.Kind;
import java.util.Set;

/** Reads the body of a mail into a {@link ReplyText}. Stateless, and linear in the size of the body. */
public final class ReplyTextReader {
    private final QuoteScan quotes = new QuoteScan(new Headers());
    private final SignatureScan signatures = new SignatureScan();
    private final ForwardSubjects forwardSubjects = new ForwardSubjects();
    private final HtmlReader html = new HtmlReader();

    /** Reads a plain body whose subject is not known: a forward is then told by its divider only. */
    public ReplyText read(String plainText) {
        return read(plainText, "");
    }

    /** Reads a plain body; a subject that says "forwarded" keeps all of it visible but the signature. */
    public ReplyText read(String plainText, String subject) {
        return assemble(scan(Body.ofPlain(plainText), subject));
    }

    /** Reads an HTML body whose subject is not known. */
    public ReplyText readHtml(String body) {
        return readHtml(body, "");
    }

    /** Reads an HTML body: first by the elements of the programs known, then by the rules for plain text. */
    public ReplyText readHtml(String body, String subject) {
        return assemble(scanHtml(body, subject));
    }

    Body scanHtml(String body, String subject) {
        return scan(html.read(body), subject);
    }

    Body scan(Body body, String subject) {
        LiteralBlocks.mark(body);
        int own = quotes.scan(body, forwardSubjects.forwards(subject, body));
        signatures.scan(body, own);
        return body;
    }

    private static ReplyText assemble(Body body) {
        return new ReplyText(
                body.textOf(Set.of(Kind.VISIBLE)),
                body.textOf(Set.of(Kind.QUOTED)),
                body.textOf(Set.of(Kind.SIGNATURE)));
    }
}
