package dev.waybill.mailbox.file;

import java.util.Map;
import java.util.Set;

/** The keys of an entry of mail_room's {@code :mailboxes:}. */
final class MailRoomKeys {
    /** Options that mean here what they mean there. */
    static final Set<String> USED = Set.of(
            "email",
            "password",
            "name",
            "host",
            "port",
            "ssl",
            "start_tls",
            "inbox_method",
            "inbox_options",
            "oauth",
            "delete_after_delivery",
            "expunge_deleted");

    /** Options of mail_room that have no counterpart, and why nothing is lost with them. */
    static final Map<String, String> IGNORED = Map.ofEntries(
            Map.entry("search_command", "mails are found by their UID, read or not"),
            Map.entry("idle_timeout", "the listener renews IDLE by itself"),
            Map.entry("delivery_method", "every mail goes through the pipeline of Waybill"),
            Map.entry("delivery_options", "every mail goes through the pipeline of Waybill"),
            Map.entry("delivery_klass", "every mail goes through the pipeline of Waybill"),
            Map.entry("delivery_url", "every mail goes through the pipeline of Waybill"),
            Map.entry("delivery_token", "every mail goes through the pipeline of Waybill"),
            Map.entry("content_type", "every mail goes through the pipeline of Waybill"),
            Map.entry("location", "every mail goes through the pipeline of Waybill"),
            Map.entry("arbitration_method", "the ledger keeps a mail from being processed twice"),
            Map.entry("arbitration_options", "the ledger keeps a mail from being processed twice"),
            Map.entry("log_path", "the services log to their output"),
            Map.entry("logger", "the services log to their output"));

    private MailRoomKeys() {}
}
