package dev.waybill.message.tnef;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Compressed RTF ([MS-OXRTFCP]) as the RTF that it is; ends where its source ends or breaks. */
final class RichTextStream extends InputStream {
    private static final int DICTIONARY = 4_096;
    private static final long UNCOMPRESSED = 0x414C454D;
    /** What the dictionary holds at first ([MS-OXRTFCP] §2.1.2.1). */
    private static final byte[] START =
            ("{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
                            + "Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
                    .getBytes(StandardCharsets.US_ASCII);

    private final TnefInput source;
    private final byte[] dictionary = new byte[DICTIONARY];
    private int at = START.length;
    private int copyFrom;
    private int copyLeft;
    private int control;
    private int controlBits;
    private boolean started;
    private boolean plain;
    private boolean done;

    RichTextStream(TnefInput source) {
        this.source = source;
        System.arraycopy(START, 0, dictionary, 0, START.length);
    }

    @Override
    public int read() throws IOException {
        try {
            return done ? -1 : next();
        } catch (EOFException e) {
            done = true;
            return -1;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int b = read();
            if (b < 0) {
                return count == 0 ? -1 : count;
            }
            buffer[offset + count++] = (byte) b;
        }
        return count;
    }

    private int next() throws IOException {
        if (!started) {
            started = true;
            source.skip(8);
            plain = source.number(4) == UNCOMPRESSED;
            source.skip(4);
        }
        if (plain) {
            return source.read();
        }
        if (copyLeft == 0) {
            if (controlBits == 0) {
                control = (int) source.number(1);
                controlBits = 8;
            }
            boolean reference = (control & 1) != 0;
            control >>= 1;
            controlBits--;
            if (!reference) {
                return keep((byte) source.number(1));
            }
            int token = ((int) source.number(1) << 8) | (int) source.number(1);
            copyFrom = token >> 4;
            copyLeft = (token & 0xF) + 2;
            if (copyFrom == at) {
                done = true;
                return -1;
            }
        }
        copyLeft--;
        int b = keep(dictionary[copyFrom]);
        copyFrom = (copyFrom + 1) % DICTIONARY;
        return b;
    }

    private int keep(byte b) {
        dictionary[at] = b;
        at = (at + 1) % DICTIONARY;
        return b & 0xFF;
    }
}
