package dev.waybill.cli.chaos;

import dev.waybill.cli.chaos.PostOffice.Pause;
import dev.waybill.devstack.proxy.Ending;
import dev.waybill.devstack.proxy.TcpProxy;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Brings faults about, at most one at a time at each server, service and way: what is being killed cannot be filled. */
final class FaultInjector {
    private static final double SHARE = 0.2;
    private static final Duration JUMP = Duration.ofHours(1);

    private final ChaosStack stack;
    private final RedisFaults redis;
    private final Map<String, ReentrantLock> busy = new ConcurrentHashMap<>();

    FaultInjector(ChaosStack stack) {
        this.stack = stack;
        this.redis = new RedisFaults(stack.redis());
    }

    /** Returns when the fault is over. */
    void inject(PlannedFault fault) throws InterruptedException {
        ReentrantLock lock = busy.computeIfAbsent(place(fault), place -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            now(fault, () -> TimeUnit.MILLISECONDS.sleep(fault.lasts().toMillis()), new Random(fault.seed()));
        } finally {
            lock.unlock();
        }
    }

    private static String place(PlannedFault fault) {
        return switch (fault.kind()) {
            case UIDVALIDITY, MAIL_RESTART -> "mail";
            default -> fault.target();
        };
    }

    private void now(PlannedFault fault, Pause meanwhile, Random random) throws InterruptedException {
        switch (fault.kind()) {
            case KILL -> stack.service(fault.target()).kill();
            case STOP -> stop(stack.service(fault.target()), meanwhile);
            case CLOCK_JUMP ->
                jump(stack.service(fault.target()), random.nextBoolean() ? JUMP : JUMP.negated(), meanwhile);
            case INGRESS_DOWN -> down(stack.service(fault.target()), meanwhile);
            case REDIS_RESTART -> redis.restart(meanwhile);
            case REDIS_KILL -> redis.kill(meanwhile);
            case REDIS_STOP -> redis.stop(meanwhile);
            case REDIS_FLUSH -> redis.flush();
            case REDIS_ROLLBACK -> redis.rollBack(meanwhile);
            case REDIS_FULL -> redis.fill(meanwhile);
            case POSTGRES_RESTART -> postgres(false, meanwhile);
            case POSTGRES_KILL -> postgres(true, meanwhile);
            case MAIL_RESTART -> stack.mail().restart(meanwhile);
            case UIDVALIDITY -> stack.mail().renumber(fault.target());
            case NOTIFICATIONS -> {
                stack.clouds().notifications(SHARE, SHARE, fault.seed());
                meanwhile.pass();
                stack.clouds().notifications(0, 0, fault.seed());
            }
            case PUSH_LOST -> stack.clouds().losePush(fault.target(), random);
            case HISTORY -> stack.clouds().expire(fault.target());
            case PROVIDER_ERRORS -> stack.clouds().fail(fault.target(), random);
            case CUT -> cut(stack.way(fault.target()), random.nextInt(3));
            case DELAY, BLACK_HOLE, SLOW -> weather(fault.kind(), stack.way(fault.target()), meanwhile, random);
        }
    }

    private static void stop(ChaosService service, Pause meanwhile) throws InterruptedException {
        service.signal("STOP");
        try {
            meanwhile.pass();
        } finally {
            service.signal("CONT");
        }
    }

    private static void jump(ChaosService service, Duration by, Pause meanwhile) throws InterruptedException {
        service.clock().wrongBy(by);
        try {
            meanwhile.pass();
        } finally {
            service.clock().wrongBy(Duration.ZERO);
        }
    }

    private static void down(ChaosService service, Pause meanwhile) throws InterruptedException {
        service.down();
        try {
            meanwhile.pass();
        } finally {
            service.up();
        }
    }

    private void postgres(boolean killed, Pause meanwhile) throws InterruptedException {
        if (killed) {
            stack.postgres().kill();
        } else {
            stack.postgres().stop();
        }
        try {
            meanwhile.pass();
        } finally {
            stack.postgres().restart();
        }
    }

    private static void cut(TcpProxy way, int how) {
        switch (how) {
            case 0 -> way.cut(Ending.FIN);
            case 1 -> way.cut(Ending.RST);
            default -> way.halfClose();
        }
    }

    private static void weather(FaultClass kind, TcpProxy way, Pause meanwhile, Random random)
            throws InterruptedException {
        switch (kind) {
            case DELAY -> way.delay(Duration.ofMillis(50 + random.nextInt(700)));
            case SLOW -> way.limit(5_000 + random.nextInt(45_000));
            default -> way.blackHole(true);
        }
        try {
            meanwhile.pass();
        } finally {
            way.heal();
        }
    }
}
