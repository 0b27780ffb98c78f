package dev.waybill.devstack.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final Fault THROTTLED = new Fault.Answer(429, "tooManyRequests", "5");
    private static final Fault DOWN = new Fault.Answer(503, "serviceUnavailable", "");

    private final Faults faults = new Faults();

    @Test
    void faultOfOneMailboxLastsAndIsNobodyElses() {
        // When
        faults.always("Slow@contoso.example", THROTTLED);
        faults.add("slow@contoso.example", new Fault.Cut());

        // Then
        assertThat(faults.next("slow@contoso.example")).contains(new Fault.Cut());
        assertThat(faults.next("slow@contoso.example")).contains(THROTTLED);
        assertThat(faults.next("slow@contoso.example")).contains(THROTTLED);
        assertThat(faults.next("other@contoso.example")).isEmpty();

        // When
        faults.always(DOWN);
        faults.always("slow@contoso.example", null);

        // Then
        assertThat(faults.next("slow@contoso.example")).contains(DOWN);
    }
}
