package dev.waybill.message.tnef;

import java.io.EOFException;
import java.io.IOException;

/** Reads a block of MAPI properties ([MS-OXTNEF] §2.1.3.4) one by one. */
final class MapiProperties {
    static final int BODY = 0x1000;
    static final int COMPRESSED_RTF = 0x1009;
    static final int HTML = 0x1013;
    static final int INTERNET_CODE_PAGE = 0x3FDE;
    static final int DISPLAY_NAME = 0x3001;
    static final int ATTACH_DATA = 0x3701;
    static final int ATTACH_FILENAME = 0x3704;
    static final int ATTACH_LONG_FILENAME = 0x3707;
    static final int ATTACH_MIME_TAG = 0x370E;
    static final int ATTACH_CONTENT_ID = 0x3712;

    static final int LONG = 0x0003;
    static final int OBJECT = 0x000D;
    static final int STRING = 0x001E;
    static final int UNICODE = 0x001F;
    static final int BINARY = 0x0102;

    private static final int MULTIPLE = 0x1000;
    private static final int FIRST_NAMED = 0x8000;
    private static final int GUID_BYTES = 16;

    /** Told each value; reads as much of it as it likes. */
    @FunctionalInterface
    interface Values {
        void value(int property, int type, TnefInput value) throws IOException;
    }

    private MapiProperties() {}

    static void read(TnefInput in, Values values) throws IOException {
        long count = in.number(4);
        for (long i = 0; i < count; i++) {
            int type = (int) in.number(2);
            int property = (int) in.number(2);
            if (property >= FIRST_NAMED) {
                skipName(in);
            }
            boolean sized = isSized(type & ~MULTIPLE);
            long several = sized || (type & MULTIPLE) != 0 ? in.number(4) : 1;
            for (long n = 0; n < several; n++) {
                long length = sized ? in.number(4) : fixedLength(type & ~MULTIPLE);
                boolean endless = length == 0 && !sized && several > 1;
                if (length > in.left() || endless) {
                    throw new EOFException();
                }
                TnefInput value = new TnefInput(in, length);
                values.value(property, type, value);
                value.skipRest();
                in.skip((int) (3 & -length));
            }
        }
    }

    private static void skipName(TnefInput in) throws IOException {
        in.skip(GUID_BYTES);
        boolean named = in.number(4) != 0;
        long length = in.number(4);
        if (named) {
            new TnefInput(in, length).skipRest();
            in.skip((int) (3 & -length));
        }
    }

    private static boolean isSized(int type) {
        return type == OBJECT || type == STRING || type == UNICODE || type == BINARY;
    }

    /** Bytes of a value before it is padded to four. */
    private static int fixedLength(int type) throws IOException {
        return switch (type) {
            case 0x0001 -> 0;
            case 0x0002, 0x000B -> 2;
            case LONG, 0x0004, 0x000A -> 4;
            case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040 -> 8;
            case 0x0048 -> GUID_BYTES;
            // What follows cannot be found without its length.
            default -> throw new EOFException();
        };
    }
}
