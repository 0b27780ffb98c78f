package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A request to connect a mailbox, read field by field; everything that is wrong is named at once. */
final class MailboxRequest {
    static final String TENANT_RULE = "may hold letters, digits, '-', '_' and '.' only, at most 64";

    private static final int LONGEST_ADDRESS = 320;
    private static final int LONGEST_NAME = 255;
    private static final int MOST_FOLDERS = 50;

    private MailboxRequest() {}

    static NewMailbox read(JsonNode body, Instant now) {
        JsonFields fields = new JsonFields(body)
                .only(Set.of("address", "tenant", "folders", "since", "imap", "password", "oauth", "afterProcessing"));
        String address = fields.required("address", LONGEST_ADDRESS);
        if (!address.isBlank() && !address.matches("[^\\s@<>,;\"]{1,128}@[^\\s@<>,;\"]{1,255}")) {
            fields.problem("address", "is not a mail address");
        }
        String tenant = fields.text("tenant", "default", 100);
        if (!isTenant(tenant)) {
            fields.problem("tenant", TENANT_RULE);
        }
        List<String> folders = fields.texts("folders", MOST_FOLDERS, LONGEST_NAME);
        Instant since = since(fields, now);
        String usualHost = SecretRequest.usualHost(fields);
        Connection.Imap imap = usualHost.isEmpty() || fields.given("imap")
                ? imap(fields.inside("imap"), address, usualHost)
                : new Connection.Imap(usualHost, 993, Connection.Security.TLS, address.isBlank() ? "-" : address);
        Secret secret = SecretRequest.read(fields, address);
        AfterProcessing after = afterProcessing(fields);
        fields.refuseIfWrong();
        return new NewMailbox(
                tenant,
                address,
                imap,
                folders.isEmpty()
                        ? List.of("INBOX")
                        : folders.stream().distinct().toList(),
                since,
                after,
                secret);
    }

    static boolean isTenant(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    }

    private static Instant since(JsonFields fields, Instant now) {
        return Moments.since(fields.text("since", "now", 64), now).orElseGet(() -> {
            fields.problem("since", "must be now, all, a date-time such as 2026-01-31T08:00:00Z, or an age such as 7d");
            return now;
        });
    }

    private static Connection.Imap imap(JsonFields imap, String address, String usualHost) {
        imap.only(Set.of("host", "port", "security", "username"));
        String host =
                usualHost.isEmpty() ? imap.required("host", LONGEST_NAME) : imap.text("host", usualHost, LONGEST_NAME);
        Connection.Security security = switch (imap.text("security", "tls", 16).toLowerCase(Locale.ROOT)) {
            case "tls" -> Connection.Security.TLS;
            case "starttls" -> Connection.Security.STARTTLS;
            case "none" -> Connection.Security.NONE;
            default -> {
                imap.problem("security", "must be tls, starttls or none");
                yield Connection.Security.TLS;
            }
        };
        int port = imap.number("port", security == Connection.Security.TLS ? 993 : 143, 1, 65_535);
        String username = imap.text("username", address, LONGEST_ADDRESS);
        // Problems are collected; a blank host or user must not end the reading here.
        return new Connection.Imap(host.isBlank() ? "-" : host, port, security, username.isBlank() ? "-" : username);
    }

    private static AfterProcessing afterProcessing(JsonFields fields) {
        String text = fields.text("afterProcessing", "keep", LONGEST_NAME + 5);
        return switch (text) {
            case "keep" -> new AfterProcessing.Keep();
            case "mark_seen" -> new AfterProcessing.MarkSeen();
            case "delete" -> new AfterProcessing.Delete();
            default -> {
                if (text.startsWith("move:") && text.length() > 5) {
                    yield new AfterProcessing.Move(text.substring(5));
                }
                fields.problem("afterProcessing", "must be keep, mark_seen, move:FOLDER or delete");
                yield new AfterProcessing.Keep();
            }
        };
    }
}
