package dev.waybill.consumer.admin;

import java.util.UUID;
import org.jboss.logging.Logger;

/** Notes every change that came through the admin API, by ids: no address, no secret. */
final class AdminLog {
    private static final Logger LOG = Logger.getLogger("dev.waybill.admin");

    private AdminLog() {}

    static void mailbox(String what, UUID mailbox) {
        LOG.infof("Admin API: %s mailbox %s", what, mailbox);
    }

    static void contact(String what) {
        LOG.infof("Admin API: %s", what);
    }

    static void erasure(String what) {
        LOG.infof("Admin API: %s", what);
    }

    static void queue(String what) {
        LOG.infof("Admin API: %s", what);
    }
}
