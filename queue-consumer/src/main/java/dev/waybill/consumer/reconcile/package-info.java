/** Compares what the providers hold with the ledger, and enqueues what is missing. */
@NullMarked
package dev.waybill.consumer.reconcile;

import org.jspecify.annotations.NullMarked;
