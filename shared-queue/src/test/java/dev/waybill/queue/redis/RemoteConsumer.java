package dev.waybill.queue.redis;

import dev.waybill.queue.Claim;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Failure;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of a {@link ConsumerProcess}: obeys one command a line and answers each with one line, so that a test knows between
 * which two commands to Redis it dies.
 */
final class RemoteConsumer {
    private static final Failure FAILURE = new Failure("timeout", "the provider was slow");

    private final RedisQueue queue;
    private final Claims claims;
    private final Duration lease;
    private final List<Receipt> held = new ArrayList<>();

    private RemoteConsumer(RedisQueue queue, Duration lease) {
        this.queue = queue;
        this.claims = queue.claims();
        this.lease = lease;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (RedisFixture redis = new RedisFixture(URI.create(arguments[0]));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            QueueSettings settings = QueueSettings.defaults()
                    .withKeys(KeyNames.withPrefix(arguments[1]))
                    .withCommandTimeout(Duration.ofSeconds(10));
            RemoteConsumer consumer =
                    new RemoteConsumer(redis.queue(settings), Duration.ofMillis(Long.parseLong(arguments[2])));
            System.out.println("started");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(consumer.obey(line));
            }
        }
    }

    private String obey(String command) throws InterruptedException {
        return switch (command) {
            case "ring" -> {
                queue.doorbell().await(Duration.ofSeconds(2));
                yield "rung";
            }
            case "claim" -> {
                if (claims.claim(6, lease, "remote", false) instanceof Claim.Taken taken) {
                    taken.pointers().forEach(pointer -> held.add(pointer.receipt()));
                }
                yield "holds " + held.size();
            }
            case "extend" -> {
                Token token = held.getFirst().token();
                yield claims.extend(List.of(token), lease).isEmpty() ? "extended" : "stale";
            }
            case "ack" -> {
                Receipt receipt = held.removeFirst();
                yield claims.ack(List.of(receipt)).isEmpty() ? "acked " + receipt.id() : "stale";
            }
            case "retry" -> {
                Claims.Retried retried = claims.retry(held.removeFirst(), Duration.ZERO, FAILURE, 5);
                yield retried == Claims.Retried.STALE ? "stale" : "retried";
            }
            case "defer" ->
                claims.defer(List.of(held.removeFirst()), Duration.ZERO, FAILURE)
                                .isEmpty()
                        ? "deferred"
                        : "stale";
            case "release" -> claims.release(List.of(held.removeFirst())).isEmpty() ? "released" : "stale";
            case "dead-letter" -> claims.deadLetter(held.removeFirst(), FAILURE) ? "dead" : "stale";
            case "work" -> work();
            default -> throw new IllegalArgumentException(command);
        };
    }

    /** As fast as it can, until it is killed. */
    private String work() {
        System.out.println("working");
        while (true) {
            if (claims.claim(6, lease, "remote", false) instanceof Claim.Taken taken) {
                List<Receipt> receipts = taken.pointers().stream()
                        .map(pointer -> pointer.receipt())
                        .toList();
                claims.extend(List.of(taken.token()), lease);
                claims.ack(receipts);
            }
        }
    }
}
