package dev.waybill.mailbox.push;

import java.net.URI;
import java.util.Optional;

/** Whether the world reaches the webhooks under an address. */
@FunctionalInterface
public interface UrlCheck {
    /** What is wrong, as a sentence for the operator; empty if the address answers as Graph will want it to. */
    Optional<String> problem(URI url);
}
