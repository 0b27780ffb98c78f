package dev.waybill.message.tnef;

import dev.waybill.message.Warnings;
import dev.waybill.message.text.CharsetNames;
import dev.waybill.message.text.TextDecoding;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads a TNEF stream ([MS-OXTNEF] §2.1.3) as it comes: contents are passed on, never held. A broken stream is read up to where it
 * breaks.
 */
public final class TnefReader {
    /** The signature 0x223E9F78 as it lies in the stream. */
    private static final byte[] SIGNATURE = {0x78, (byte) 0x9F, 0x3E, 0x22};

    private static final int HEADER_BYTES = 6;
    private static final int MESSAGE = 1;
    private static final int ATTACHMENT = 2;
    private static final int LONGEST_NAME = 1_024;
    /** An object's data is led by the identifier of its interface. */
    private static final int INTERFACE_BYTES = 16;

    private final TnefContents contents;
    private final Warnings warnings;
    private String charset = "";
    private boolean open;
    private boolean hasContent;
    private String title = "";
    private String name = "";
    private String longName = "";
    private String mimeType = "";
    private String contentId = "";

    public TnefReader(TnefContents contents, Warnings warnings) {
        this.contents = contents;
        this.warnings = warnings;
    }

    /** Whether a stream that begins so is one of TNEF. */
    public static boolean isTnef(byte[] head) {
        return head.length >= SIGNATURE.length
                && head[0] == SIGNATURE[0]
                && head[1] == SIGNATURE[1]
                && head[2] == SIGNATURE[2]
                && head[3] == SIGNATURE[3];
    }

    public void read(InputStream tnef) throws IOException {
        TnefInput in = new TnefInput(tnef, Long.MAX_VALUE);
        try {
            in.skip(HEADER_BYTES);
            while (attribute(in)) {
                // The next one follows.
            }
        } catch (EOFException e) {
            warnings.add("A winmail.dat is cut off or broken; it is read up to there");
        }
        finishFile();
    }

    private boolean attribute(TnefInput in) throws IOException {
        int level = in.read();
        if (level < 0) {
            return false;
        }
        if (level != MESSAGE && level != ATTACHMENT) {
            warnings.add("A winmail.dat is cut off or broken; it is read up to there");
            return false;
        }
        int id = (int) in.number(2);
        in.skip(2);
        TnefInput data = new TnefInput(in, in.number(4));
        take(id, data);
        data.skipRest();
        if (data.left() > 0) {
            throw new EOFException();
        }
        // The checksum; some writers leave out the last.
        return in.readNBytes(2).length == 2;
    }

    private void take(int id, TnefInput data) throws IOException {
        switch (id) {
            case 0x9007 -> charset = CodePage.label(data.number(4));
            case 0x9002 -> {
                finishFile();
                open = true;
            }
            case 0x8010 -> title = string(data);
            case 0x800F -> content(data);
            case 0x800C -> contents.body(data, false, charset);
            case 0x9003 -> block(data, this::messageProperty);
            case 0x9005 -> block(data, this::fileProperty);
            default -> {}
        }
    }

    /** A broken block costs what is left of it, not of the stream. */
    private void block(TnefInput data, MapiProperties.Values values) throws IOException {
        try {
            MapiProperties.read(data, values);
        } catch (EOFException e) {
            warnings.add("A winmail.dat has a broken property; what follows it is left out");
        }
    }

    private void messageProperty(int property, int type, TnefInput value) throws IOException {
        boolean text = type == MapiProperties.STRING || type == MapiProperties.UNICODE || type == MapiProperties.BINARY;
        String label = type == MapiProperties.UNICODE ? "utf-16le" : charset;
        switch (property) {
            case MapiProperties.INTERNET_CODE_PAGE -> charset = CodePage.label(value.number(4));
            case MapiProperties.BODY -> {
                if (text) {
                    contents.body(value, false, label);
                }
            }
            case MapiProperties.COMPRESSED_RTF -> contents.richText(new RichTextStream(value));
            case MapiProperties.HTML -> {
                if (text) {
                    contents.body(value, true, label);
                }
            }
            default -> {}
        }
    }

    private void fileProperty(int property, int type, TnefInput value) throws IOException {
        switch (property) {
            case MapiProperties.ATTACH_DATA -> {
                if (type == MapiProperties.OBJECT && value.left() >= INTERFACE_BYTES) {
                    value.skip(INTERFACE_BYTES);
                }
                content(value);
            }
            case MapiProperties.ATTACH_LONG_FILENAME -> longName = string(type, value);
            case MapiProperties.ATTACH_FILENAME -> name = string(type, value);
            case MapiProperties.DISPLAY_NAME -> title = title.isEmpty() ? string(type, value) : title;
            case MapiProperties.ATTACH_MIME_TAG -> mimeType = string(type, value);
            case MapiProperties.ATTACH_CONTENT_ID -> contentId = string(type, value);
            default -> {}
        }
    }

    private void content(InputStream data) throws IOException {
        if (!hasContent) {
            hasContent = true;
            open = true;
            contents.content(data);
        }
    }

    private void finishFile() throws IOException {
        if (open) {
            content(new ByteArrayInputStream(new byte[0]));
            contents.file(firstFilled(longName, title, name), mimeType, contentId);
        }
        open = false;
        hasContent = false;
        title = "";
        name = "";
        longName = "";
        mimeType = "";
        contentId = "";
    }

    private static String firstFilled(String first, String second, String third) {
        return !first.isBlank() ? first : !second.isBlank() ? second : third;
    }

    private String string(int type, TnefInput value) throws IOException {
        return type == MapiProperties.UNICODE ? value.unicode(LONGEST_NAME) : string(value);
    }

    private String string(TnefInput value) throws IOException {
        byte[] bytes = value.readNBytes(LONGEST_NAME);
        String label = CharsetNames.find(charset).isPresent() ? charset : StandardCharsets.UTF_8.name();
        String text = TextDecoding.decode(bytes, label);
        int zero = text.indexOf('\0');
        return zero < 0 ? text : text.substring(0, zero);
    }
}
