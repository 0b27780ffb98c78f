package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.devstack.http.Call;
import dev.waybill.devstack.http.LoopbackHttp;
import dev.waybill.devstack.http.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Where Pub/Sub pushes to: keeps what came and answers as told. */
final class PushEndpoint implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoopbackHttp http = LoopbackHttp.bind("the endpoint", 0);
    private final BlockingQueue<Push> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

    PushEndpoint() {
        http.serve(call -> {
            heard.add(new Push(call));
            Integer status = answers.poll();
            return Reply.empty(status == null ? 204 : status);
        });
    }

    /** One push. */
    record Push(Call call) {
        JsonNode body() {
            try {
                return call.json();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        JsonNode data() throws IOException {
            return JSON.readTree(
                    Base64.getDecoder().decode(body().at("/message/data").asText()));
        }
    }

    URI url() {
        return http.address("/push");
    }

    void answers(int status) {
        answers.add(status);
    }

    Push hear() throws InterruptedException {
        Push push = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (push == null) {
            throw new AssertionError("nothing was pushed within " + PATIENCE);
        }
        return push;
    }

    int waiting() {
        return heard.size();
    }

    @Override
    public void close() {
        http.close();
    }
}
