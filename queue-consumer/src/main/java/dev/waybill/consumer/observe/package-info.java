/** What is seen from outside: events, metrics, spans, health. */
@NullMarked
package dev.waybill.consumer.observe;

import org.jspecify.annotations.NullMarked;
