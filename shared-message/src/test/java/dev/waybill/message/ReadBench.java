package dev.waybill.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Prints how many ordinary mails one thread reads in a second. Run by hand; no test. */
public final class ReadBench {
    private ReadBench() {}

    public static void main(String[] args) throws IOException {
        byte[] mail = mail();
        MailReader reader = new Mime4jMailReader();
        for (int round = 0; round < 8; round++) {
            int count = 0;
            long start = cpu();
            while (cpu() - start < 2_000_000_000L) {
                for (int i = 0; i < 100; i++) {
                    ParsedMail parsed = reader.read(new ByteArrayInputStream(mail), AttachmentSink.discard());
                    if (parsed.html() == null || parsed.text().isEmpty()) {
                        throw new IllegalStateException("The mail of the benchmark was not read");
                    }
                }
                count += 100;
            }
            double seconds = (cpu() - start) / 1e9;
            System.out.println(
                    String.format(Locale.ROOT, "%d bytes a mail: %.0f mails/s", mail.length, count / seconds));
        }
    }

    /** The time that the thread had, not the time that passed: other processes must not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** 8 KB: multipart/alternative, quoted-printable, HTML as of a web mailer with a quoted reply. */
    static byte[] mail() {
        StringBuilder text = new StringBuilder();
        StringBuilder html = new StringBuilder(
                "<html><head><meta charset=3D\"utf-8\"><style>p {margin: 0}</style></head><body>\r\n");
        for (int i = 0; i < 17; i++) {
            text.append("Dear support, line ")
                    .append(i)
                    .append(" of this text says that the printer in K=C3=B6ln is still broken.\r\n");
            html.append("<p style=3D\"margin:0px;color:#222\" class=3D\"MsoNormal\">Dear support, <b>line ")
                    .append(i)
                    .append("</b> of this text says that the <a href=3D\"https://shop.example.org/=\r\nitem?id=3D")
                    .append(i)
                    .append("\">printer</a> in K=C3=B6ln is <i>still</i> broken, see <img src=3D\"cid:shot")
                    .append(i)
                    .append("@example.org\"></p>\r\n");
        }
        html.append(
                "<div class=3D\"gmail_quote\"><blockquote type=3D\"cite\"><p>earlier text</p></blockquote></div></body></html>\r\n");
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            mail.append("Received: from mx")
                    .append(i)
                    .append(".example.org (mx.example.org [192.0.2.")
                    .append(i)
                    .append("])\r\n\tby mail.example.com with ESMTPS id abc")
                    .append(i)
                    .append(";\r\n\tWed, 1 May 2024 10:00:0")
                    .append(i)
                    .append(" +0000\r\n");
        }
        mail.append(
                        "From: =?utf-8?Q?J=C3=BCrgen?= <juergen@example.org>\r\nTo: Support <support@example.com>, \"Desk, The\" <desk@example.com>\r\n")
                .append(
                        "Subject: =?utf-8?B?RHJ1Y2tlciBpbiBLw7ZsbiBrYXB1dHQ=?=\r\nDate: Wed, 1 May 2024 12:00:00 +0200\r\n")
                .append(
                        "Message-ID: <bench@example.org>\r\nReferences: <a@example.com> <b@example.com>\r\nMIME-Version: 1.0\r\n")
                .append("Content-Type: multipart/alternative; boundary=\"----=_Part_1\"\r\n\r\n------=_Part_1\r\n")
                .append(
                        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
                .append(text)
                .append(
                        "\r\n------=_Part_1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
                .append(html)
                .append("\r\n------=_Part_1--\r\n");
        return mail.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
