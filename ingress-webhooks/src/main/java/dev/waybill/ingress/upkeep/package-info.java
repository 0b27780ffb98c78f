/** Keeps subscriptions and watches alive, notices when they are silent, and lists the mailboxes that no push tells of. */
@NullMarked
package dev.waybill.ingress.upkeep;

import org.jspecify.annotations.NullMarked;
