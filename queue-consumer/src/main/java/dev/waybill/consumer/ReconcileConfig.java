package dev.waybill.consumer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How often mailboxes are compared with the ledger, when nothing else asks for it. */
@ConfigMapping(prefix = "waybill.reconcile")
interface ReconcileConfig {
    /** From where each mailbox is known complete; a tenth more or less, so that they do not come all at once. */
    @WithDefault("15m")
    Duration interval();

    /** Over the long window. */
    @WithDefault("24h")
    Duration wideInterval();

    /** How far the long window goes back; of IMAP mailboxes, which tell it for nothing, over all that is in scope. */
    @WithDefault("30d")
    Duration wideWindow();
}
