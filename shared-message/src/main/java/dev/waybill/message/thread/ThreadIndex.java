package dev.waybill.message.thread;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Outlook's {@code Thread-Index} (MS-OXOMSG §2.2.1.3): 22 bytes that a conversation shares, and five more for each answer. */
final class ThreadIndex {
    private static final int HEADER = 22;
    /** A conversation of some hundred answers. */
    private static final int LONGEST = 4_096;

    private ThreadIndex() {}

    /** What the mails of one conversation share; empty when the field is none. */
    static Optional<String> conversation(String field) {
        String base64 = field.replace(" ", "").replace("\t", "");
        if (base64.isEmpty() || base64.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] index = Base64.getDecoder().decode(base64);
            return index.length < HEADER || index[0] != 1
                    ? Optional.empty()
                    : Optional.of(HexFormat.of().formatHex(index, 0, HEADER));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
