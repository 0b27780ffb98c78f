package dev.waybill.message;

import java.util.List;

/** One node of the text of a mail: what a text part says, or how a multipart arranges what its parts say. */
sealed interface BodyPiece {
    /** Clean lines. */
    record Plain(String text) implements BodyPiece {}

    /** As the sender wrote it: not cleaned. */
    record Html(String source) implements BodyPiece {}

    /**
     * Several pieces.
     *
     * @param alternative whether the pieces say the same in several forms, best last; else they follow each other
     */
    record Group(boolean alternative, List<BodyPiece> pieces) implements BodyPiece {}
}
