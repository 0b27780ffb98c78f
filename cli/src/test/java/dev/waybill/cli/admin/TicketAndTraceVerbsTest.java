package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketAndTraceVerbsTest {
    private static final String TRACE = """
            {"id":"<a/b@c.example>","messages":[{"pointer":"AAAAAAAAAAbbbbbbbbbbbb",
              "mailbox":{"id":"7d6c1c7e-0000-4000-8000-000000000001","address":"help@example.com"},"place":null,
              "ledger":{"messageKey":"imap:7:42:INBOX","outcome":"processed","reason":"","effect":"ticket",
                "messageId":"a/b@c.example","size":812,"rawSha256":"00","ticket":12,"comment":31,"attempts":1,"crashes":0,
                "timeline":[{"at":"2020-01-01T00:00:00Z","event":"enqueued"},{"at":"2020-01-01T00:00:01Z","event":"processed"}],
                "decision":{"thread":"new","warnings":["no Date"]},"traceId":""}}]}
            """;
    private static final String TICKET = """
            {"id":12,"tenant":"default","mailbox":"7d6c1c7e-0000-4000-8000-000000000001","subject":"Printer\\u202eon fire",
             "requester":{"name":"Ann","address":"ann@c.example"},"status":"open","createdAt":"2020-01-01T00:00:01Z",
             "updatedAt":"2020-01-01T00:00:01Z","comments":[{"id":31,"opening":true,"subject":"Printer on fire",
               "author":{"name":"Ann","address":"ann@c.example"},
               "participants":[{"role":"to","name":"","address":"help@example.com"}],"sentAt":"2020-01-01T00:00:00Z",
               "text":"It burns.\\u001b[2J\\r\\nHelp!\\n","html":null,"attachments":[
                 {"id":5,"name":"fire.jpg","contentType":"image/jpeg","size":1234,"sha256":"ab","inline":false}]}],"next":31}
            """;

    @TempDir
    Path directory;

    private FakeAdminApi api;
    private Shell shell;

    @BeforeEach
    void start() {
        api = new FakeAdminApi();
        shell = new Shell(api, directory);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void traceTellsTheWholeLife() {
        // Given
        api.on("GET /v1/messages?id=%3Ca%2Fb%40c.example%3E", TRACE);

        // When
        Shell.Ended ended = shell.waybill("trace", "<a/b@c.example>");

        // Then
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .contains("help@example.com")
                .contains("processed → ticket")
                .containsPattern("ticket +12")
                .containsPattern("enqueued +2020-01-01T00:00:00Z")
                .contains("thread = new")
                .contains("[\"no Date\"]");
    }

    @Test
    void traceOfWhatIsUnknownFails() {
        // Given
        api.on("GET /v1/messages?id=x%40y", 404, "{\"error\": \"nothing is known of x@y\"}");

        // When
        Shell.Ended ended = shell.waybill("trace", "x@y");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err().strip()).isEqualTo("nothing is known of x@y");
    }

    @Test
    void ticketShowsItsMailsAsPlainText() {
        // Given
        api.on("GET /v1/tickets/12", TICKET);

        // When
        Shell.Ended ended = shell.waybill("ticket", "show", "12");

        // Then
        assertThat(ended.out())
                .contains("ticket 12, open, tenant default")
                .contains("subject: Printeron fire")
                .contains("Ann <ann@c.example>")
                .contains("to: help@example.com")
                .contains("It burns.")
                .contains("\nHelp!")
                .contains("[5] fire.jpg, image/jpeg, 1234 bytes")
                .contains("more: --after 31")
                .doesNotContain("\u001b");
    }

    @Test
    void ticketListSendsItsFilters() {
        // Given
        api.on(
                "GET /v1/tickets?mailbox=a%40b.example&status=open&limit=50",
                "{\"tickets\":[{\"id\":12,\"status\":\"open\",\"subject\":\"Printer\",\"comments\":2,"
                        + "\"requester\":{\"address\":\"ann@c.example\"},\"updatedAt\":\"2020-01-01T00:00:00Z\"}],\"next\":null}");

        // When
        Shell.Ended ended = shell.waybill("ticket", "list", "--mailbox", "a@b.example", "--status", "open");

        // Then
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .containsPattern("12 +open +\\d+d +2 +ann@c.example +Printer")
                .doesNotContain("more:");
    }
}
