package dev.waybill.message.bounce;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a mail tells of the delivery of another; {@code NOTHING} for the most mails. */
public record DeliveryReport(
        About about, List<Bounce> bounces, @Nullable String originalMessageId) {
    /** What it tells. */
    public enum About {
        NOTHING,
        FAILURE,
        PROGRESS,
        COMPLAINT,
        DISPOSITION
    }

    static final DeliveryReport NOTHING = new DeliveryReport(About.NOTHING, List.of(), null);

    public DeliveryReport {
        bounces = List.copyOf(bounces);
    }
}
