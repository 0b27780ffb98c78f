package dev.waybill.queue.redis;

import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Failure;
import dev.waybill.queue.PointerCodec;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The consumer's port on Redis. */
final class RedisClaims implements Claims {
    private final Scripts scripts;

    RedisClaims(Scripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public Claim claim(int max, Duration lease, String consumer, boolean takeSuspect) {
        if (max < 1 || max > MAX_CLAIM) {
            throw new IllegalArgumentException("a claim of " + max + " pointers; 1 to " + MAX_CLAIM + " are allowed");
        }
        Scripts.Call call = Scripts.Call.of(
                Script.CLAIM, Integer.toString(max), millis("lease", lease), consumer, takeSuspect ? "1" : "0");
        Response reply = scripts.run("claim by " + consumer, call, this::giveBack);
        return switch (reply.get(0).toString()) {
            case "taken" -> taken(reply);
            case "skipped" -> new Claim.Skipped(reply.get(1).toInteger());
            case "paused" -> new Claim.Paused();
            default -> new Claim.Empty();
        };
    }

    /** A claim that nobody waits for any more would count as a crash of each of its pointers. */
    private void giveBack(Response reply) {
        if (reply.get(0).toString().equals("taken")) {
            scripts.forget(call(Script.RELEASE, List.of(reply.get(1).toString()), Replies.texts(reply.get(2))));
        }
    }

    private static Claim.Taken taken(Response reply) {
        Token token = new Token(Long.parseLong(reply.get(1).toString()));
        Response ids = reply.get(2);
        List<Claimed> pointers = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            Receipt receipt = new Receipt(token, new PointerId(ids.get(i).toString()));
            Response body = reply.get(3).get(i);
            pointers.add(PointerCodec.claimed(
                    receipt,
                    body == null ? new byte[0] : withoutClass(body.toBytes()),
                    Replies.countAt(reply.get(4), i),
                    Replies.countAt(reply.get(5), i) % RedisUpkeep.SOLO));
        }
        return new Claim.Taken(token, pointers);
    }

    private static byte[] withoutClass(byte[] body) {
        return body.length == 0 ? body : Arrays.copyOfRange(body, 1, body.length);
    }

    @Override
    public Set<Token> extend(Collection<Token> tokens, Duration lease) {
        List<Scripts.Call> calls = new ArrayList<>();
        List<String> all = tokens.stream().distinct().map(Token::toString).toList();
        for (int from = 0; from < all.size(); from += MAX_CLAIM) {
            List<String> slice = all.subList(from, Math.min(all.size(), from + MAX_CLAIM));
            calls.add(call(Script.EXTEND, List.of(millis("lease", lease)), slice));
        }
        Set<Token> lost = new LinkedHashSet<>();
        for (Response reply : scripts.runAll("extend of " + all.size() + " leases", calls)) {
            Replies.texts(reply).forEach(token -> lost.add(new Token(Long.parseLong(token))));
        }
        return lost;
    }

    @Override
    public Set<Receipt> ack(Collection<Receipt> receipts) {
        return settle("ack", Script.ACK, List.of(), receipts);
    }

    @Override
    public Set<Receipt> release(Collection<Receipt> receipts) {
        return settle("release", Script.RELEASE, List.of(), receipts);
    }

    @Override
    public Set<Receipt> defer(Collection<Receipt> receipts, Duration delay, Failure failure) {
        return settle("defer", Script.DEFER, List.of(millis("delay", delay)), receipts);
    }

    @Override
    public Retried retry(Receipt receipt, Duration delay, Failure failure, int maxAttempts) {
        Response reply = scripts.run(
                "retry of " + receipt.id(),
                Scripts.Call.of(
                        Script.RETRY,
                        receipt.token().toString(),
                        receipt.id().value(),
                        millis("delay", delay),
                        failure.reason(),
                        failure.detail(),
                        Integer.toString(maxAttempts)));
        return switch (reply.toString()) {
            case "delayed" -> Retried.DELAYED;
            case "dead" -> Retried.DEAD;
            default -> Retried.STALE;
        };
    }

    @Override
    public boolean deadLetter(Receipt receipt, Failure failure) {
        Response reply = scripts.run(
                "dead-letter of " + receipt.id(),
                Scripts.Call.of(
                        Script.DEAD_LETTER,
                        receipt.token().toString(),
                        receipt.id().value(),
                        failure.reason(),
                        failure.detail()));
        return reply.toInteger() == 1;
    }

    /** One call a token (and 250 ids), all in one round trip. */
    private Set<Receipt> settle(String verb, Script script, List<String> middle, Collection<Receipt> receipts) {
        Map<Token, List<PointerId>> byToken = new LinkedHashMap<>();
        for (Receipt receipt : receipts) {
            byToken.computeIfAbsent(receipt.token(), token -> new ArrayList<>()).add(receipt.id());
        }
        List<Scripts.Call> calls = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        byToken.forEach((token, ids) -> {
            List<String> head = new ArrayList<>(List.of(token.toString()));
            head.addAll(middle);
            for (List<String> slice : Replies.slices(ids, MAX_CLAIM)) {
                calls.add(call(script, head, slice));
                tokens.add(token);
            }
        });
        List<Response> replies = scripts.runAll(verb + " of " + receipts.size() + " pointers", calls);
        Set<Receipt> stale = new LinkedHashSet<>();
        for (int i = 0; i < replies.size(); i++) {
            Token token = tokens.get(i);
            Replies.ids(replies.get(i)).forEach(id -> stale.add(new Receipt(token, id)));
        }
        return stale;
    }

    private static Scripts.Call call(Script script, List<String> head, Collection<String> ids) {
        List<String> arguments = new ArrayList<>(head);
        arguments.addAll(ids);
        return new Scripts.Call(script, arguments);
    }

    static String millis(String what, Duration duration) {
        if (duration.isNegative() || duration.compareTo(RedisUpkeep.LONGEST) > 0) {
            throw new IllegalArgumentException("a " + what + " of " + duration + "; 0 to 365 days are allowed");
        }
        return Long.toString(duration.toMillis());
    }
}
