package dev.waybill.mailbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waybill.devstack.http.LoopbackHttp;
import dev.waybill.devstack.http.Reply;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProviderHttpTest {
    private final LoopbackHttp server = LoopbackHttp.bind("a server", 0);
    private final LoopbackHttp other = LoopbackHttp.bind("another server", 0);
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final ProviderHttp http = new ProviderHttp(HttpSettings.defaults());

    @AfterEach
    void stop() {
        http.close();
        server.close();
        other.close();
    }

    @Test
    void redirectIsNotFollowed() {
        // Given
        other.serve(call -> {
            elsewhere.incrementAndGet();
            return Reply.text(200, new byte[0]);
        });
        server.serve(
                call -> Reply.empty(302).with("Location", other.address("/").toString()));

        // Then
        assertThatThrownBy(() -> get(http.answers(server.address("/")))).isInstanceOf(IOException.class);
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void answerIsBoundedAndAMailIsNot() throws Exception {
        // Given
        server.serve(call -> Reply.text(call.query("status").isEmpty() ? 200 : 500, new byte[17 << 20]));

        // Then
        assertThatThrownBy(() -> get(http.answers(server.address("/")))).isInstanceOf(IOException.class);
        assertThat(get(http.mails(server.address("/")))).isEqualTo(17 << 20);
    }

    @Test
    void brokenConnectionsAreTheWorldsFault() throws Exception {
        // Given
        URI nobody;
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + port.getLocalPort() + "/");
        }

        // When
        Throwable failure = catchThrowable(() -> get(http.answers(nobody), nobody));
        MailboxAccessException e = HttpTroubles.of("Gmail", new IllegalStateException(failure));

        // Then
        assertThat(e.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(e.reason()).isEqualTo("connect_failed");
    }

    private long get(OkHttpClient client) throws IOException {
        return get(client, server.address("/x"));
    }

    private static long get(OkHttpClient client, URI url) throws IOException {
        Request request = new Request.Builder().url(url.toString()).build();
        try (Response response = client.newCall(request).execute()) {
            return response.body().bytes().length;
        }
    }
}
