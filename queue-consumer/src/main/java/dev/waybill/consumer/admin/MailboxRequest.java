package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import java.time.Instant;
import java.util.List;
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
                .only(Set.of(
                        "address",
                        "tenant",
                        "folders",
                        "since",
                        "imap",
                        "graph",
                        "gmail",
                        "password",
                        "oauth",
                        "afterProcessing"));
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
        AfterProcessing after = afterProcessing(fields);
        Connection connection = ConnectionRequest.read(fields, address);
        Secret secret = SecretRequest.read(fields, connection, after, address);
        fields.refuseIfWrong();
        return new NewMailbox(
                tenant,
                address,
                connection,
                folders.isEmpty()
                        ? List.of(connection instanceof Connection.Graph ? "inbox" : "INBOX")
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
