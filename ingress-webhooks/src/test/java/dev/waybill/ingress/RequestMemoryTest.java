package dev.waybill.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RequestMemoryTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RequestMemory memory = new RequestMemory(Duration.ofMinutes(5), 100, nanos::get);

    @Test
    void acceptedRequestIsKnownAsLongAsItsTimestampCouldBeGood() {
        // Given
        RequestMemory.Request request = new RequestMemory.Request("crm", "1800000000", "v1=aa");
        memory.remember(request, 7);

        // When
        nanos.addAndGet(Duration.ofMinutes(9).toNanos());

        // Then
        assertThat(memory.find(request)).hasValue(7);
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(memory.find(request)).isEmpty();
    }

    @Test
    void everyPartMakesADifference() {
        // Given
        memory.remember(new RequestMemory.Request("crm", "1", "v1=aa"), 1);

        // Then
        assertThat(memory.find(new RequestMemory.Request("desk", "1", "v1=aa"))).isEmpty();
        assertThat(memory.find(new RequestMemory.Request("crm", "2", "v1=aa"))).isEmpty();
        assertThat(memory.find(new RequestMemory.Request("crm", "1", "v1=ab"))).isEmpty();
    }
}
