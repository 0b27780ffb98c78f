package dev.waybill.ingress.upkeep;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What the upkeep works towards.
 *
 * @param publicUrl under which Graph reaches this service; without one mailboxes of Microsoft 365 are polled
 * @param topic that Gmail publishes to; without one Gmail mailboxes are polled
 * @param poll between two lists of a mailbox that no push tells of
 * @param look between two lists of a mailbox that push tells of
 */
public record UpkeepSettings(Optional<URI> publicUrl, Optional<String> topic, Duration poll, Duration look) {}
