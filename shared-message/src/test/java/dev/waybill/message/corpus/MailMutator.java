package dev.waybill.message.corpus;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Breaks a mail at random, as transport, bad programs and bad people do: bytes change, spans go, come twice or come a thousand times,
 * header lines change places, pieces that mean something to a parser turn up anywhere, two mails grow together. The same seed breaks
 * the same mail in the same way.
 */
public final class MailMutator {
    private static final int MOST_BYTES = 512 * 1024;
    private static final Pattern DELIMITER = Pattern.compile("(?m)^--[^\\r\\n]{1,70}");
    private static final List<byte[]> PIECES = Stream.of(
                    "\r\n",
                    "\r\n\r\n",
                    "\n",
                    "\r",
                    "\0",
                    "--",
                    "--mix",
                    "--mix--",
                    "boundary=",
                    "Content-Type: multipart/mixed; boundary=mix\r\n\r\n",
                    "Content-Type: multipart/report; report-type=delivery-status; boundary=mix\r\n",
                    "Content-Type: message/delivery-status\r\n\r\n",
                    "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                    "Content-Type: text/html; charset=utf-7\r\n\r\n",
                    "Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx\u009f>\"\1\0",
                    "Content-Transfer-Encoding: base64\r\n",
                    "Content-Transfer-Encoding: quoted-printable\r\n",
                    "Content-Disposition: attachment; filename*0*=utf-8''%41%\r\n",
                    "Final-Recipient: rfc822;",
                    "Action: failed\r\nStatus: 5.1.1\r\n",
                    "Diagnostic-Code: smtp; 550 ",
                    "Authentication-Results: mx.example.org; spf=pass (",
                    "From: MAILER-DAEMON\r\n",
                    "From: <",
                    "On 1 Jan 2025, at 10:00, a <a@b.example> wrote:\r\n> ",
                    "-----Original Message-----\r\nFrom: a\r\nSent: b\r\nTo: c\r\n",
                    "=?utf-8?q?",
                    "=?iso-2022-jp?b?GyRC?=",
                    "?=",
                    "<",
                    ">",
                    "\"",
                    "(",
                    ";",
                    ",",
                    "*0*=",
                    "=",
                    "=\r\n",
                    "%00",
                    "begin 644 x\r\n",
                    "<div>",
                    "<blockquote type=cite>",
                    "<table><tr><td>",
                    "<!--",
                    "<style>",
                    "&#",
                    "\033$B",
                    "\u00ff\u00fe",
                    "\u00e2\u0080\u00ae",
                    "From ",
                    ":",
                    " \t",
                    "99999999999999999999")
            .map(piece -> piece.getBytes(StandardCharsets.ISO_8859_1))
            .toList();

    private MailMutator() {}

    /** A broken {@code mail}; {@code other} may lend it a span. */
    public static byte[] mutate(byte[] mail, byte[] other, Random random) {
        byte[] bytes = mail;
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && bytes.length < MOST_BYTES; i++) {
            bytes = once(bytes, other, random);
        }
        return bytes.length > MOST_BYTES ? Arrays.copyOf(bytes, MOST_BYTES) : bytes;
    }

    private static byte[] once(byte[] bytes, byte[] other, Random random) {
        int at = place(bytes, random);
        return switch (random.nextInt(12)) {
            case 0 -> splice(bytes, at, new byte[0], bytes.length);
            case 1, 2, 3 -> splice(bytes, at, piece(random), at);
            case 4 -> splice(bytes, at, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, at + 1));
            case 5 -> splice(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(40)));
            case 6 -> splice(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(4_000)));
            case 7 -> splice(bytes, at, span(bytes, random, 400), at);
            case 8 -> splice(bytes, at, span(other, random, 4_000), at);
            case 9 -> splice(bytes, at, repeated(span(bytes, random, 40), 1 + random.nextInt(1_000)), at);
            case 10 -> splice(bytes, at, delimiter(bytes, random), at);
            default -> shuffledLines(bytes, at, random);
        };
    }

    /** Half of the time where a header is likely: structure breaks there. */
    private static int place(byte[] bytes, Random random) {
        int bound = random.nextBoolean() ? Math.min(bytes.length, 2_000) : bytes.length;
        return random.nextInt(bound + 1);
    }

    private static byte[] piece(Random random) {
        return PIECES.get(random.nextInt(PIECES.size()));
    }

    private static byte[] span(byte[] bytes, Random random, int most) {
        int from = random.nextInt(bytes.length + 1);
        return Arrays.copyOfRange(bytes, from, from + random.nextInt(Math.min(most, bytes.length - from) + 1));
    }

    private static byte[] repeated(byte[] span, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(span);
        }
        return out.toByteArray();
    }

    /** One of the mail's own delimiters, some of them closing. */
    private static byte[] delimiter(byte[] bytes, Random random) {
        List<String> found = new ArrayList<>();
        Matcher delimiters = DELIMITER.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (delimiters.find() && found.size() < 50) {
            found.add(delimiters.group());
        }
        String chosen = found.isEmpty() ? "--mix" : found.get(random.nextInt(found.size()));
        return ("\r\n" + chosen + (random.nextBoolean() ? "--" : "") + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Twenty lines in another order. */
    private static byte[] shuffledLines(byte[] bytes, int at, Random random) {
        int end = Math.min(bytes.length, at + 1_000);
        List<String> lines = new ArrayList<>(
                Arrays.asList(new String(bytes, at, end - at, StandardCharsets.ISO_8859_1).split("(?<=\n)", 20)));
        for (int i = lines.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            lines.set(i, lines.set(j, lines.get(i)));
        }
        return splice(bytes, at, String.join("", lines).getBytes(StandardCharsets.ISO_8859_1), end);
    }

    private static byte[] splice(byte[] bytes, int to, byte[] middle, int behind) {
        byte[] result = new byte[to + middle.length + bytes.length - behind];
        System.arraycopy(bytes, 0, result, 0, to);
        System.arraycopy(middle, 0, result, to, middle.length);
        System.arraycopy(bytes, behind, result, to + middle.length, bytes.length - behind);
        return result;
    }
}
