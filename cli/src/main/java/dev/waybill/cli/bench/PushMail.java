package dev.waybill.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;

/** A mail of {@code bench push}: which mailbox it came to, and when. */
record PushMail(String id, String address, Instant arrived) {
    static PushMail to(String address, int number) {
        return new PushMail("p%07d@bench.example.com".formatted(number), address, Instant.now());
    }

    boolean isGraph() {
        return PushStage.isGraph(address);
    }

    byte[] raw() {
        return ("From: Ann <ann@customer.example>\r\nTo: <" + address
                        + ">\r\nSubject: The printer is broken\r\nMessage-ID: <"
                        + id + ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                        + "Since this morning nothing comes out of it.\r\n")
                .getBytes(US_ASCII);
    }
}
