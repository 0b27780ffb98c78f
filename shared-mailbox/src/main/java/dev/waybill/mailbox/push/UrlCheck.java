package dev.waybill.ingress.upkeep;

import java.net.URI;
import java.util.Optional;

/** Whether the world reaches this service under an address. */
@FunctionalInterface
interface UrlCheck {
    /** What is wrong, as a sentence for the operator; empty if the address answers as Graph will want it to. */
    Optional<String> problem(URI url);
}
