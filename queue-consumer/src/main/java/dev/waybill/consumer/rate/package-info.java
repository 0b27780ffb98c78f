/** What providers grant a mailbox in a while, shared by all consumers. */
@NullMarked
package dev.waybill.consumer.rate;

import org.jspecify.annotations.NullMarked;
