package dev.waybill.message.tnef;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes TNEF streams for the tests ([MS-OXTNEF] §2.1.3). */
final class TnefBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TnefBytes() {
        number(0x223E9F78L, 4).number(1, 2);
    }

    TnefBytes number(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    TnefBytes attribute(int level, int id, byte[] data) {
        number(level, 1).number(id, 2).number(6, 2).number(data.length, 4);
        out.writeBytes(data);
        return number(0, 2);
    }

    /** A file by the two attributes that open it and hold its content. */
    TnefBytes file(String title, String content) {
        return attribute(2, 0x9002, new byte[14])
                .attribute(2, 0x8010, ansi(title + "\0"))
                .attribute(2, 0x800F, ansi(content));
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    static byte[] ansi(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] unicode(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
    }

    /** A block of properties. */
    static final class Properties {
        private final ByteArrayOutputStream block = new ByteArrayOutputStream();
        private int count;

        Properties add(int property, int type, byte[] value) {
            write(type, 2);
            write(property, 2);
            if (property >= 0x8000) {
                block.writeBytes(new byte[16]);
                byte[] name = unicode("named");
                write(1, 4);
                write(name.length, 4);
                padded(name);
            }
            write(1, 4);
            write(value.length, 4);
            padded(value);
            count++;
            return this;
        }

        Properties number(int property, int type, long value, int bytes) {
            write(type, 2);
            write(property, 2);
            write(value, bytes);
            count++;
            return this;
        }

        byte[] bytes() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (int i = 0; i < 4; i++) {
                whole.write(count >>> (8 * i));
            }
            whole.writeBytes(block.toByteArray());
            return whole.toByteArray();
        }

        private void padded(byte[] value) {
            block.writeBytes(value);
            block.writeBytes(new byte[3 & -value.length]);
        }

        private void write(long value, int bytes) {
            for (int i = 0; i < bytes; i++) {
                block.write((int) (value >>> (8 * i)));
            }
        }
    }
}
