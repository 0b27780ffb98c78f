package dev.waybill.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads the bytes of text parts into memory, within one bound for all of them together. */
final class TextIntake {
    private final Warnings warnings;
    private final int most;
    private int kept;

    TextIntake(int most, Warnings warnings) {
        this.most = most;
        this.warnings = warnings;
    }

    byte[] read(InputStream content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        int n = content.read(buffer);
        while (n >= 0 && accept(buffer, n, bytes)) {
            n = content.read(buffer);
        }
        return bytes.toByteArray();
    }

    /** Whether there is room for more; the rest of the text is not read. */
    boolean accept(byte[] buffer, int count, ByteArrayOutputStream to) {
        int taken = Math.min(count, most - kept);
        to.write(buffer, 0, taken);
        kept += taken;
        if (taken < count) {
            warnings.add("The text is longer than " + most + " bytes; the rest is left out");
        }
        return taken == count;
    }
}
