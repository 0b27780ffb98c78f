/** What the consumer remembers of each mail. */
@NullMarked
package dev.waybill.consumer.ledger;

import org.jspecify.annotations.NullMarked;
