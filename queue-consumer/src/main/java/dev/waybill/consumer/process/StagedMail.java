package dev.waybill.consumer.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail that was downloaded and waits to be processed.
 *
 * @param receivedAt when the provider took it in, or null
 */
public record StagedMail(RawMail raw, @Nullable Instant receivedAt, Instant resolvedAt) {}
