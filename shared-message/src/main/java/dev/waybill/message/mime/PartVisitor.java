package dev.waybill.message.mime;

import java.io.IOException;
import java.io.InputStream;

/** Is told the parts of a mail in their order; every start of a multipart is followed by its end, also in a broken mail. */
public interface PartVisitor {
    /** The parts of a multipart follow. */
    void startMultipart(PartHeader part);

    /**
     * The parts of a multipart have been told.
     *
     * @param lost what stood in a multipart without parts, raw; empty for an ordinary one
     */
    void endMultipart(PartHeader part, byte[] lost);

    /**
     * Anything that is no multipart, attached messages too.
     *
     * @param content transfer-decoded; need not be read to its end
     */
    void leaf(PartHeader part, InputStream content) throws IOException;
}
