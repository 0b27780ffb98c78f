package dev.waybill.cli.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Mails of many shapes: new ones, replies to them, some before what they reply to, and some that hardly are mails. */
final class StoryMails {
    private StoryMails() {}

    /** Writes so many files into a directory, numbered in the order of sending. */
    static void write(Path directory, int count, Random random) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.write(file(directory, i), mail(i, count, random));
        }
    }

    static Path file(Path directory, int i) {
        return directory.resolve("%04d.eml".formatted(i));
    }

    private static byte[] mail(int i, int count, Random random) {
        return switch (i % 10) {
            case 3 -> reply(i, random.nextInt(i));
            // To one that may come later.
            case 6 -> reply(i, random.nextInt(count));
            case 7 -> withAttachment(i, random);
            case 8 -> odd(i, random.nextInt(6));
            default -> plain(i);
        };
    }

    static byte[] plain(int i) {
        return ("From: =?utf-8?q?J=C3=BCrgen_%d?= <person%d@example.org>\r\nTo: demo@waybill.localhost\r\n"
                                .formatted(i, i)
                        + "Subject: Story " + i + "\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n"
                        + "Message-ID: <story-" + i + "@example.org>\r\n\r\nText of mail " + i + "\r\n")
                .getBytes(UTF_8);
    }

    private static byte[] reply(int i, int parent) {
        return ("From: person" + i + "@example.org\r\nSubject: Re: Story " + parent + "\r\nMessage-ID: <story-" + i
                        + "@example.org>\r\nIn-Reply-To: <story-" + parent + "@example.org>\r\n\r\nAnswer " + i
                        + "\r\n")
                .getBytes(UTF_8);
    }

    private static byte[] withAttachment(int i, Random random) {
        byte[] content = new byte[20_000 + random.nextInt(400_000)];
        random.nextBytes(content);
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.writeBytes(("From: person" + i + "@example.org\r\nSubject: Files " + i + "\r\nMessage-ID: <story-" + i
                        + "@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                        + "Content-Type: text/plain\r\n\r\nSee the file " + i
                        + "\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n")
                .getBytes(UTF_8));
        mail.writeBytes(java.util.Base64.getMimeEncoder().encode(content));
        mail.writeBytes("\r\n--b--\r\n".getBytes(UTF_8));
        return mail.toByteArray();
    }

    private static byte[] odd(int i, int shape) {
        return switch (shape) {
            case 0 -> ("not a mail at all, number " + i + "\r\n").getBytes(UTF_8);
            case 1 -> ("Subject: no sender, no date, no id " + i + "\r\n\r\n").getBytes(UTF_8);
            case 2 ->
                ("From: a@example.org\r\nSubject: unknown charset " + i
                                + "\r\nContent-Type: text/plain; charset=x-klingon\r\n\r\nna\u00efve " + i + "\r\n")
                        .getBytes(ISO_8859_1);
            case 3 ->
                ("From: a@example.org\r\nSubject: control " + i + " \u0001\r\n\r\nbell \u0007 here\r\n")
                        .getBytes(UTF_8);
            case 4 ->
                ("From: a@example.org\r\nSubject: no end " + i
                                + "\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nhalf")
                        .getBytes(UTF_8);
            default ->
                ("From: <<broken@>\r\nDate: yesterday\r\nMessage-ID: broken " + i + "\r\nSubject: =?utf-8?b?####?= " + i
                                + "\r\n\r\n\u00fc\r\n")
                        .getBytes(ISO_8859_1);
        };
    }
}
