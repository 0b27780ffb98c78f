package dev.waybill.ingress.push;

import dev.waybill.queue.Locator;
import java.util.UUID;

/** Something to look at in a mailbox: what becomes a pointer. */
public record Notice(UUID mailbox, Locator locator) {}
