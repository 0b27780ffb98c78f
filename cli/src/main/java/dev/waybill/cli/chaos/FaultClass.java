package dev.waybill.cli.chaos;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of fault: its word, what it does, and how many seconds it lasts at least and at most. */
enum FaultClass {
    KILL("kill", "a service is killed (SIGKILL) and started again", 0, 0),
    STOP("stop", "a service is stopped (SIGSTOP), often past its lease, and goes on", 3, 30),
    CLOCK_JUMP("clockJump", "the clock of a service is an hour ahead or behind for a while", 10, 30),
    INGRESS_DOWN("ingressDown", "nobody takes webhooks", 10, 40),
    REDIS_RESTART("redisRestart", "Redis is stopped and started again", 0, 8),
    REDIS_KILL("redisKill", "Redis is killed and started again", 0, 8),
    REDIS_STOP("redisStop", "Redis is stopped (SIGSTOP) and goes on", 1, 10),
    REDIS_FLUSH("redisFlush", "FLUSHALL", 0, 0),
    REDIS_ROLLBACK("redisRollback", "Redis falls back to what it held some seconds ago", 5, 12),
    REDIS_FULL("redisFull", "Redis is at maxmemory", 5, 20),
    POSTGRES_RESTART("postgresRestart", "PostgreSQL is stopped and started again", 0, 8),
    POSTGRES_KILL("postgresKill", "PostgreSQL is killed and started again", 0, 8),
    MAIL_RESTART("mailRestart", "the IMAP server is killed and started again", 0, 8),
    UIDVALIDITY("uidValidity", "an IMAP mailbox gets new UIDs under a new UIDVALIDITY", 0, 0),
    NOTIFICATIONS("notifications", "20 % of the notifications are dropped, 20 % come twice", 10, 30),
    PUSH_LOST("pushLost", "a subscription or watch ends, with or without a word", 0, 0),
    HISTORY("history", "Gmail's history and Graph's delta tokens expire", 0, 0),
    PROVIDER_ERRORS("providerErrors", "503, 429 with Retry-After, late and broken answers of Graph and Gmail", 0, 0),
    DELAY("delay", "a connection is slow to answer", 5, 20),
    CUT("cut", "all connections of a way are ended or torn", 0, 0),
    BLACK_HOLE("blackHole", "a way swallows everything", 3, 25),
    SLOW("slow", "a way carries few bytes a second", 5, 20);

    private final String word;
    private final String meaning;
    private final int least;
    private final int most;

    FaultClass(String word, String meaning, int least, int most) {
        this.word = word;
        this.meaning = meaning;
        this.least = least;
        this.most = most;
    }

    String word() {
        return word;
    }

    String meaning() {
        return meaning;
    }

    int leastSeconds() {
        return least;
    }

    int mostSeconds() {
        return most;
    }

    /** Whom it may hit; nobody where the cast has none of the kind. */
    List<String> targets(Cast cast) {
        return switch (this) {
            case KILL, STOP, CLOCK_JUMP -> cast.services();
            case INGRESS_DOWN ->
                cast.services().stream().filter(Cast.INGRESS::equals).toList();
            case REDIS_RESTART, REDIS_KILL, REDIS_STOP, REDIS_FLUSH, REDIS_ROLLBACK, REDIS_FULL -> List.of("redis");
            case POSTGRES_RESTART, POSTGRES_KILL -> List.of("postgres");
            case MAIL_RESTART -> List.of("mail");
            case UIDVALIDITY -> cast.addresses(Provider.IMAP);
            case NOTIFICATIONS -> List.of("providers");
            case HISTORY -> cast.addresses(Provider.GMAIL);
            case PUSH_LOST, PROVIDER_ERRORS ->
                Stream.concat(cast.addresses(Provider.GRAPH).stream(), cast.addresses(Provider.GMAIL).stream())
                        .toList();
            case DELAY, CUT, BLACK_HOLE, SLOW -> cast.links();
        };
    }

    static Optional<FaultClass> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
