package dev.waybill.cli.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One run: mail arrives at a fixed rate while the faults of a plan happen; then calm is awaited, and what was made of the mails is
 * compared with what was sent.
 */
final class ChaosRun {
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    private final ChaosStack stack;
    private final FaultPlan plan;
    private final MailFlow flow;
    private final Consumer<String> say;
    private final EvidenceReader reader;
    private final FaultInjector injector;
    private final Set<String> underWay = new ConcurrentSkipListSet<>();
    private final List<String> failed = Collections.synchronizedList(new ArrayList<>());
    private final List<SentMail> earlier;
    private final int mails;
    private long begun;
    private final AtomicInteger over = new AtomicInteger();

    /** The first run on a stack. */
    ChaosRun(ChaosStack stack, FaultPlan plan, int mails, double perSecond, long seed, Consumer<String> say) {
        this(stack, List.of(), plan, new ChaosMails(seed, stack.cast().addresses(), mails), perSecond, say);
    }

    /**
     * A run of these mails.
     *
     * @param earlier what runs before it sent on the same stack
     * @param say gets lines for a person who watches
     */
    ChaosRun(
            ChaosStack stack,
            List<SentMail> earlier,
            FaultPlan plan,
            ChaosMails mails,
            double perSecond,
            Consumer<String> say) {
        this.stack = stack;
        this.plan = plan;
        this.earlier = List.copyOf(earlier);
        this.mails = mails.count();
        this.say = say;
        this.flow = new MailFlow(mails, perSecond, stack);
        this.reader = stack.reader();
        this.injector = new FaultInjector(stack);
    }

    /** Runs it to its end; {@code patience} is how long calm may take after the last fault. Throws when the harness itself fails, never for what Waybill did. */
    ChaosResult run(Duration patience) throws InterruptedException {
        begun = System.nanoTime();
        Instant at = Instant.now();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sending = threads.submit(() -> {
                flow.run();
                return true;
            });
            List<Future<?>> faults = new ArrayList<>();
            for (PlannedFault fault : plan.faults()) {
                faults.add(threads.submit(() -> {
                    at(fault);
                    return true;
                }));
            }
            try {
                await(sending);
                for (Future<?> fault : faults) {
                    await(fault);
                }
            } finally {
                threads.shutdownNow();
            }
        }
        stack.heal();
        long lastFault = System.nanoTime();
        say.accept(progress() + "; all sent, no fault any more");
        boolean calm = new Calm(stack, reader, earlier.size() + mails, say).await(patience);
        Duration calmAfter = Duration.ofNanos(System.nanoTime() - lastFault);
        Evidence evidence = reader.read();
        List<SentMail> all = new ArrayList<>(earlier);
        all.addAll(flow.sent());
        Findings findings = Checker.check(all, evidence);
        return new ChaosResult(
                at,
                Duration.ofNanos(System.nanoTime() - begun),
                flow.sent(),
                plan.faults().size() - failed.size(),
                List.copyOf(failed),
                calm,
                calmAfter,
                evidence,
                findings);
    }

    private void at(PlannedFault fault) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(begun + fault.at().toNanos() - System.nanoTime());
        String what = fault.kind().word() + " " + fault.target();
        underWay.add(what);
        say.accept(fault.toString());
        try {
            injector.inject(fault);
        } catch (RuntimeException e) {
            // The rest of the plan is worth as much without this one; the report names it.
            failed.add(fault + ": " + e);
            say.accept(what + " failed: " + e);
        } finally {
            underWay.remove(what);
            over.incrementAndGet();
        }
    }

    private void await(Future<?> future) throws InterruptedException {
        while (true) {
            try {
                future.get(PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException notYet) {
                say.accept(progress());
            } catch (java.util.concurrent.ExecutionException e) {
                throw new ChaosFailure("the run could not go on: " + e.getCause(), e);
            }
        }
    }

    private static String known(long number) {
        return number < 0 ? "?" : Long.toString(number);
    }

    private String progress() {
        return "%d s: %d of %d mails sent, %s with an effect, %s in the queue; %d of %d faults over%s"
                .formatted(
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                        flow.count(),
                        mails,
                        known(reader.recorded()),
                        known(reader.pointers()),
                        over.get(),
                        plan.faults().size(),
                        underWay.isEmpty() ? "" : ", under way: " + String.join(", ", underWay));
    }
}
