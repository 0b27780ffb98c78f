package dev.waybill.ingress.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.http.LoopbackHttp;
import dev.waybill.devstack.http.Reply;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class HttpKeySourceTest {
    private final LoopbackHttp server = LoopbackHttp.bind("a server of keys", 0);
    private final LoopbackHttp other = LoopbackHttp.bind("another server", 0);
    private final HttpKeySource keys = new HttpKeySource(server.address("/certs"));

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    @Test
    void redirectToAnotherHostIsNotFollowed() {
        // Given
        AtomicInteger elsewhere = new AtomicInteger();
        other.serve(call -> {
            elsewhere.incrementAndGet();
            return Reply.text(200, new byte[0]);
        });
        server.serve(
                call -> Reply.empty(302).with("Location", other.address("/").toString()));

        // Then
        assertThatThrownBy(keys::fetch).isInstanceOf(IOException.class).hasMessageContaining("302");
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void documentWithoutEndIsNotReadToIt() {
        // Given
        server.serve(call -> Reply.text(200, new byte[10_000_000]));

        // Then
        assertThatThrownBy(keys::fetch).isInstanceOf(IOException.class).hasMessageContaining("65536");
    }
}
