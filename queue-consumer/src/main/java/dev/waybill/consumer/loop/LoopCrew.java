package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Doorbell;
import dev.waybill.queue.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The threads of one consumer: loop, heartbeat, acknowledgements, deadlines, reclaimer, promoter. Started together and stopped in
 * order: no new claims; handlers end until a deadline; what is left is cut short and released; the last acknowledgements go out.
 */
public final class LoopCrew {
    private static final Logger LOG = Logger.getLogger(LoopCrew.class);
    /** For a quarter of the places: the other three quarters are more than the workers can do in this time. */
    private static final Duration LINGER = Duration.ofMillis(40);

    private static final Duration LAST_CLAIM = Duration.ofSeconds(4);
    private static final Duration LAST_ACKS = Duration.ofSeconds(3);
    private static final Duration LAST_HANDLERS = Duration.ofSeconds(2);

    private final Places places;
    private final HeldClaims held = new HeldClaims();
    private final AckCollector acks;
    private final Settler settler;
    private final DeadlineWatch watch;
    private final LeaseHeartbeat heartbeat;
    private final ConsumerLoop loop;
    private final List<Rhythm> upkeep;
    private final List<Thread> threads;

    /** The queue as the loop uses it; the doorbell has a connection of its own. */
    public record Queue(Claims claims, Doorbell doorbell, Upkeep upkeep, QueueLink link) {}

    /** {@code handler}: made with the settler and the watch that belong to this crew. */
    public LoopCrew(
            Queue queue,
            Gate gate,
            Function<Hands, Handler> handler,
            Journal journal,
            LoopSettings settings,
            Pace pace) {
        Claims claims = queue.claims();
        places = new Places(settings.places(), LINGER);
        acks = new AckCollector(claims, held, journal, queue.link(), pace);
        settler = new Settler(claims, held, acks, journal, settings, pace);
        watch = new DeadlineWatch(settings.handlerTimeout(), settler, pace);
        heartbeat = new LeaseHeartbeat(claims, held, watch, journal, settings.lease(), pace);
        Hands hands = new Hands(settler, watch);
        Promoter promoter = new Promoter(queue.upkeep(), pace);
        Batches batches = new Batches(places, held, handler.apply(hands), settler, journal, settings.lease(), pace);
        loop = new ConsumerLoop(
                claims,
                new Waits(gate, queue.doorbell(), promoter::untilNext, pace),
                batches,
                queue.link(),
                settings,
                pace);
        Reclaimer reclaimer =
                new Reclaimer(queue.upkeep(), settings.maxCrashes(), settings.lease(), journal, settler::died);
        upkeep = List.of(
                new Rhythm("waybill-reclaimer", reclaimer),
                new Rhythm("waybill-promoter", promoter),
                new Rhythm("waybill-deadlines", watch));
        threads = List.of(
                thread("waybill-loop", loop), thread("waybill-acks", acks), thread("waybill-heartbeat", heartbeat));
    }

    /** What a handler works with. */
    public record Hands(Settler settler, DeadlineWatch watch) {}

    private static Thread thread(String name, Runnable work) {
        return Thread.ofPlatform().name(name).daemon(true).unstarted(work);
    }

    public void start() {
        upkeep.forEach(Rhythm::start);
        threads.forEach(Thread::start);
    }

    /** Whether the threads that must run do. */
    public boolean isAlive() {
        return loop.isRunning() && heartbeat.isBeating();
    }

    public int inHand() {
        return places.taken();
    }

    public int stuckHandlers() {
        return watch.stuck();
    }

    public Settler settler() {
        return settler;
    }

    /** Returns after about {@code patience} plus ten seconds at the latest. */
    public void stop(Duration patience) throws InterruptedException {
        loop.stop();
        places.close();
        threads.get(0).join(LAST_CLAIM);
        if (!places.awaitEmpty(patience)) {
            LOG.infof("%d pointers are still in hand after %s; they are released", places.taken(), patience);
            watch.stop();
            places.awaitEmpty(LAST_HANDLERS);
        }
        Thread release = thread("waybill-release", () -> settler.release(held.open(), "stopping"));
        release.start();
        release.join(LAST_ACKS);
        release.interrupt();
        upkeep.forEach(Rhythm::close);
        acks.stop();
        threads.get(1).join(LAST_ACKS);
        threads.forEach(Thread::interrupt);
    }
}
