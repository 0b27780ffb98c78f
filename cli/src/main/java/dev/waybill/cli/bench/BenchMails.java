package dev.waybill.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The mails of {@code bench inspect}: as web mailers write them, and shapes of which one dimension grows. */
final class BenchMails {
    private static final int PARAGRAPHS = 17;
    private static final int RELAYS = 8;

    private BenchMails() {}

    /** Mails of about 8 KB: multipart/alternative, quoted-printable, HTML with a quoted reply, each with words of its own. */
    static List<byte[]> alternatives(int count) {
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mails.add(alternative(i));
        }
        return mails;
    }

    /** As {@link #alternatives}, from this number on, each with a Message-ID of its own and a reply to nothing: a ticket each. */
    static List<byte[]> separate(int first, int count) {
        List<byte[]> mails = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            String mail = new String(alternative(i), StandardCharsets.ISO_8859_1);
            mails.add(bytes(mail.replace("<bench@example.org>", "<bench-" + i + "@example.org>")
                    .replaceFirst("References: [^\r]*\r\nIn-Reply-To: [^\r]*\r\n", "")));
        }
        return mails;
    }

    /** One attachment of so many megabytes, base64. */
    static byte[] attachment(int megabytes) {
        int lines = megabytes * 1024 * 1024 / 78;
        return bytes(attachmentHead() + attachmentLine().repeat(lines));
    }

    static String attachmentHead() {
        return header("attachment") + "Content-Type: application/zip; name=log.zip\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n";
    }

    static String attachmentLine() {
        return "UEsDBBQAAAAIAGFi".repeat(4) + "UEsDBBQAAAAI" + "\r\n";
    }

    /** So many kilobytes of text: paragraphs with a quote behind each. */
    static byte[] text(int kilobytes) {
        String round = """
            The printer says error 204 since Monday, on every page and for everybody here.\r
            \r
            > Could you tell us what it says, and since when it does so?\r
            \r
            """;
        return bytes(header("text") + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + round.repeat(kilobytes * 1024 / round.length()));
    }

    /** So many parts of a few lines. */
    static byte[] parts(int count) {
        String part = "--mix\r\nContent-Type: text/plain; name=note.txt\r\nContent-Disposition: attachment\r\n\r\n"
                + "a line of a note\r\n".repeat(5);
        return bytes(header("parts") + "Content-Type: multipart/mixed; boundary=mix\r\n\r\n" + part.repeat(count)
                + "--mix--\r\n");
    }

    private static byte[] alternative(int number) {
        StringBuilder text = new StringBuilder();
        StringBuilder html = new StringBuilder(
                "<html><head><meta charset=3D\"utf-8\"><style>p {margin: 0}</style></head><body>\r\n");
        for (int i = 0; i < PARAGRAPHS; i++) {
            String line = "line " + i + " of mail " + number;
            text.append("Dear support, ")
                    .append(line)
                    .append(" says that the printer in K=C3=B6ln is still broken.\r\n");
            html.append("<p style=3D\"margin:0px;color:#222\" class=3D\"MsoNormal\">Dear support, <b>")
                    .append(line)
                    .append("</b> says that the <a href=3D\"https://shop.example.org/=\r\nitem?id=3D")
                    .append(i)
                    .append("\">printer</a> in K=C3=B6ln is <i>still</i> broken, see <img src=3D\"cid:shot")
                    .append(i)
                    .append("@example.org\"></p>\r\n");
        }
        text.append(
                "\r\nOn Wed, 1 May 2024 at 09:14, Support <support@example.com> wrote:\r\n> Is it still broken?\r\n");
        html.append("<div class=3D\"gmail_quote\"><blockquote type=3D\"cite\"><p>Is it still"
                        + " broken?</p></blockquote></div>")
                .append("</body></html>\r\n");
        return bytes(header("K=C3=B6ln " + number)
                + "Content-Type: multipart/alternative; boundary=\"----=_Part_1\"\r\n\r\n------=_Part_1\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + text
                + "\r\n"
                + "------=_Part_1\r\n"
                + "Content-Type: text/html; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                + html + "\r\n------=_Part_1--\r\n");
    }

    private static String header(String subject) {
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < RELAYS; i++) {
            header.append("Received: from mx")
                    .append(i)
                    .append(".example.org (mx.example.org [192.0.2.")
                    .append(i)
                    .append("])\r\n\tby mail.example.com with ESMTPS id abc")
                    .append(i)
                    .append(";\r\n\tWed, 1 May 2024 10:00:0")
                    .append(i)
                    .append(" +0000\r\n");
        }
        return header + "From: =?utf-8?Q?J=C3=BCrgen?= <juergen@example.org>\r\n"
                + "To: Support <support@example.com>, \"Desk, The\" <desk@example.com>\r\n"
                + "Subject: =?utf-8?Q?Drucker_in_" + subject.replace(' ', '_') + "?=\r\n"
                + "Date: Wed, 1 May 2024 12:00:00"
                + " +0200\r\n"
                + "Message-ID: <bench@example.org>\r\n"
                + "References: <a@example.com>"
                + " <b@example.com>\r\n"
                + "In-Reply-To: <b@example.com>\r\n"
                + "Authentication-Results:"
                + " mx.example.com; spf=pass"
                + " smtp.mailfrom=example.org;"
                + " dkim=pass header.d=example.org\r\n"
                + "MIME-Version: 1.0\r\n";
    }

    private static byte[] bytes(String mail) {
        return mail.getBytes(StandardCharsets.ISO_8859_1);
    }
}
