package dev.waybill.queue.redis;

import dev.waybill.queue.Leased;
import dev.waybill.queue.Parts;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The parts on Redis, beside the queue; time is the server's. */
final class RedisParts implements Parts {
    private final Scripts scripts;

    RedisParts(Scripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public Leased renew(String replica, Duration lease, Collection<Part> held, Collection<Part> givenUp) {
        List<String> arguments = new ArrayList<>(4 + 2 * (held.size() + givenUp.size()));
        arguments.add(replica);
        arguments.add(Long.toString(lease.toMillis()));
        arguments.add(Integer.toString(COUNT));
        arguments.add(Integer.toString(held.size()));
        held.forEach(part -> add(arguments, part));
        givenUp.forEach(part -> add(arguments, part));
        Response reply = scripts.run("renewing the lease of " + replica, new Scripts.Call(Script.SHARE, arguments));
        List<Part> parts = new ArrayList<>(reply.size() / 2);
        for (int i = 1; i + 1 < reply.size(); i += 2) {
            parts.add(new Part(
                    Integer.parseInt(reply.get(i).toString()),
                    Long.parseLong(reply.get(i + 1).toString())));
        }
        return new Leased(reply.get(0).toInteger(), parts);
    }

    private static void add(List<String> arguments, Part part) {
        arguments.add(Integer.toString(part.number()));
        arguments.add(Long.toString(part.token()));
    }

    @Override
    public void leave(String replica) {
        var _ = scripts.run("ending the lease of " + replica, Scripts.Call.of(Script.LEAVE, replica));
    }

    @Override
    public Optional<String> holder(int part) {
        String holder = scripts.run(
                        "asking for the holder of part " + part, Scripts.Call.of(Script.HOLDER, Integer.toString(part)))
                .toString();
        return holder.isEmpty() ? Optional.empty() : Optional.of(holder);
    }
}
