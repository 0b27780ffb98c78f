package dev.waybill.message.tnef;

import java.io.IOException;
import java.io.InputStream;

/** Is told what a TNEF part holds, in its order. */
public interface TnefContents {
    /** The content of a file; what it is called follows. */
    void content(InputStream content) throws IOException;

    /**
     * The file whose content came last.
     *
     * @param name as the sender wrote it, or empty
     * @param mimeType or empty
     * @param contentId or empty
     */
    void file(String name, String mimeType, String contentId);

    /**
     * The body of the mail in one of its forms.
     *
     * @param charset a label, or empty
     */
    void body(InputStream content, boolean html, String charset) throws IOException;

    /** The body of the mail as RTF. */
    void richText(InputStream rtf) throws IOException;
}
