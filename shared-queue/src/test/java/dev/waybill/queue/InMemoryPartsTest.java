package dev.waybill.queue;

import java.time.Duration;

final class InMemoryPartsTest implements PartsContract {
    private final InMemoryParts parts = new InMemoryParts();

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public void advance(Duration time) {
        parts.advance(time);
    }

    @Override
    public void wipe() {
        parts.wipe();
    }
}
