package dev.waybill.queue.redis;

import dev.waybill.queue.Holds;
import dev.waybill.queue.MailboxKey;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Holds and limits on Redis. */
final class RedisHolds implements Holds {
    private static final int LONGEST_REASON = 500;

    private final Scripts scripts;

    RedisHolds(Scripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public void hold(UUID mailbox, Duration duration, String reason) {
        hold(mailbox, RedisClaims.millis("hold", duration), reason);
    }

    @Override
    public void holdUntilResumed(UUID mailbox, String reason) {
        hold(mailbox, "+inf", reason);
    }

    private void hold(UUID mailbox, String duration, String reason) {
        String kept = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        scripts.run(
                "hold of mailbox " + mailbox,
                Scripts.Call.of(Script.HOLD, MailboxKey.of(mailbox).value(), duration, kept));
    }

    @Override
    public boolean resume(UUID mailbox) {
        Response reply = scripts.run(
                "resume of mailbox " + mailbox,
                Scripts.Call.of(Script.RESUME, MailboxKey.of(mailbox).value()));
        return reply.toInteger() == 1;
    }

    @Override
    public void setLimit(UUID mailbox, int limit) {
        if (limit < 1 || limit > 100_000) {
            throw new IllegalArgumentException("a limit of " + limit + " for mailbox " + mailbox
                    + "; 1 to 100000 are allowed: to stop it, hold it");
        }
        scripts.run(
                "setting the limit of mailbox " + mailbox,
                Scripts.Call.of(Script.SET_LIMIT, MailboxKey.of(mailbox).value(), Integer.toString(limit)));
    }

    @Override
    public List<Hold> held() {
        Response reply = scripts.run("listing the held mailboxes", Scripts.Call.of(Script.HOLDS));
        Response dues = reply.get(0);
        Response reasons = reply.get(1);
        Map<String, String> reasonOf = new HashMap<>();
        for (int i = 0; i < reasons.size(); i += 2) {
            reasonOf.put(reasons.get(i).toString(), reasons.get(i + 1).toString());
        }
        List<Hold> holds = new ArrayList<>();
        for (int i = 0; i < dues.size(); i += 2) {
            String mailbox = dues.get(i).toString();
            String due = dues.get(i + 1).toString();
            long until = due.equals("inf") ? Long.MAX_VALUE : (long) Double.parseDouble(due);
            holds.add(new Hold(new MailboxKey(mailbox), until, reasonOf.getOrDefault(mailbox, "")));
        }
        return holds;
    }
}
