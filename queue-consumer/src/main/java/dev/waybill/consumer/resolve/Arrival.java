package dev.waybill.consumer.resolve;

import dev.waybill.consumer.loop.Flight;
import dev.waybill.queue.Locator;

/** A claimed pointer and where it leads. */
record Arrival(Flight flight, Locator locator) {}
