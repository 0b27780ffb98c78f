package dev.waybill.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Mails that are more than words of a person, as they arrive. Strings are bytes: a character each. */
final class KindMails {
    private KindMails() {}

    /** A notice with a delivery status (RFC 3464) that this recipient does not exist. */
    static String bounce(String originalId, String recipient) {
        return mail("""
            Return-Path: <>
            From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
            To: help@example.com
            Subject: Undelivered Mail Returned to Sender
            Auto-Submitted: auto-replied
            Message-ID: <notice-%1$s>
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            I'm sorry to have to inform you that your message could not be delivered.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.net

            Final-Recipient: rfc822; %2$s
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 <%2$s>: User unknown
            --b
            Content-Type: text/rfc822-headers

            Message-ID: <%1$s>
            From: help@example.com
            To: %2$s
            --b--
            """.formatted(originalId, recipient));
    }

    /** An absence note of Exchange. */
    static String autoReply(String originalId) {
        return mail("""
            From: Ann <ann@example.org>
            To: help@example.com
            Subject: Automatic reply: Printer
            In-Reply-To: <%1$s>
            Message-ID: <absent-%1$s>
            Auto-Submitted: auto-generated
            X-Auto-Response-Suppress: All
            Return-Path: <>

            I am away until Monday.
            """.formatted(originalId));
    }

    /** A reply with answers between the quoted lines, and a signature. */
    static String interleaved(String originalId) {
        return mail("""
            From: Ann <ann@example.org>
            To: help@example.com
            Subject: Re: Printer
            In-Reply-To: <%1$s>
            Message-ID: <between-%1$s>

            On Tue, 3 Mar 2026 at 10:00, Help <help@example.com> wrote:
            > Is it plugged in?
            Yes, it is.
            > Which colour is the light?
            Red.

            --\s
            Ann
            """.formatted(originalId));
    }

    static String forward() {
        return mail("""
            From: Ann <ann@example.org>
            To: help@example.com
            Subject: Fwd: Invoice
            Message-ID: <forward@example.org>

            Please have a look.

            ---------- Forwarded message ---------
            From: Bob <bob@example.net>
            Date: Tue, Mar 3, 2026 at 10:00 AM
            Subject: Invoice
            To: Ann <ann@example.org>

            The amount is wrong.
            """);
    }

    /** A machine's mail with these further fields. */
    static String answering(String fields) {
        return mail("""
            %sTo: help@example.com
            Subject: Re: Printer
            Auto-Submitted: auto-replied

            We have received your request.
            """.formatted(fields));
    }

    /** A mail of the tests of shared-message. */
    static String fixture(String name) {
        Path file = Path.of("../shared-message/src/test/resources/mails", name + ".eml");
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mail(String lines) {
        return lines.replace("\n", "\r\n");
    }
}
