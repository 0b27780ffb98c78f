package dev.waybill.message;

import dev.waybill.message.text.CleanText;
import dev.waybill.message.text.HtmlCleaner;
import dev.waybill.message.text.TextDecoding;
import dev.waybill.message.tnef.TnefContents;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the files out of a winmail.dat, and its body when the mail has no other. */
final class WinmailIntake implements TnefContents {
    private final AttachmentIntake attachments;
    private final TextIntake texts;
    private final ReadLimits limits;
    private final boolean wantsBody;
    private final List<BodyPiece> body = new ArrayList<>();
    private AttachmentIntake.@Nullable Content content;

    WinmailIntake(AttachmentIntake attachments, TextIntake texts, ReadLimits limits, boolean wantsBody) {
        this.attachments = attachments;
        this.texts = texts;
        this.limits = limits;
        this.wantsBody = wantsBody;
    }

    /** The forms of the body. */
    List<BodyPiece> body() {
        return List.copyOf(body);
    }

    @Override
    public void content(InputStream in) throws IOException {
        content = attachments.count() < limits.parts() ? attachments.absorb(in) : null;
    }

    @Override
    public void file(String name, String mimeType, String contentId) {
        if (content != null) {
            String clean = AttachmentNames.clean(name);
            String type = CleanText.token(mimeType).indexOf('/') > 0
                    ? CleanText.token(mimeType)
                    : AttachmentNames.typeOf(clean);
            String made = clean.isEmpty() ? AttachmentNames.madeUp(type, attachments.count() + 1) : clean;
            Optional<String> id = Optional.of(CleanText.token(contentId)).filter(given -> !given.isEmpty());
            attachments.take(made, type, false, id, content);
        }
    }

    @Override
    public void body(InputStream in, boolean html, String charset) throws IOException {
        if (wantsBody) {
            byte[] bytes = texts.read(in);
            String text = CleanText.lines(
                    html ? TextDecoding.decodeHtml(bytes, charset) : TextDecoding.decode(bytes, charset));
            body.add(html ? new BodyPiece.Html(CleanText.atMost(text, HtmlCleaner.MOST)) : new BodyPiece.Plain(text));
        }
    }

    @Override
    public void richText(InputStream rtf) throws IOException {
        if (wantsBody && body.isEmpty()) {
            content(rtf);
            file("message.rtf", "application/rtf", "");
        }
    }
}
