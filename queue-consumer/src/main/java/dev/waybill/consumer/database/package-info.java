/** PostgreSQL as the consumer reaches it: short transactions, and what happens while it is down. */
@NullMarked
package dev.waybill.consumer.database;

import org.jspecify.annotations.NullMarked;
