package dev.waybill.cli.supervisor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.stack.Events;
import dev.waybill.cli.stack.HealthProbe;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackFailure;
import dev.waybill.cli.stack.StackState;
import dev.waybill.cli.stack.StopSequence;
import dev.waybill.devstack.MailServer;
import dev.waybill.devstack.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the stack: servers first, then the services, all kept running until it is asked to stop, by SIGTERM or by the
 * end of the terminal that it is attached to. Killed, it leaves the state file, by which the next one finds what it
 * left running.
 */
final class Supervisor {

    /** For a slow machine; what cannot start ends by itself, and is told at once. */
    private static final Duration UNTIL_READY = Duration.ofMinutes(5);

    private static final Duration UNTIL_MENTIONED = Duration.ofSeconds(45);

    private final Home home;
    private final Events events;
    private final Map<String, String> environment;
    private final StateBoard board;
    private final List<Keeper> keepers = new ArrayList<>();
    private final CompletableFuture<String> stopRequest = new CompletableFuture<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final PortClaims claims = PortClaims.ofThisUser();
    private @Nullable MailServer mail;
    private @Nullable DemoClouds clouds;

    Supervisor(Home home, Events events, Map<String, String> environment, StateBoard board) {
        this.home = home;
        this.events = events;
        this.environment = environment;
        this.board = board;
    }

    /** Asks it to stop and says why; whoever asked first is believed. */
    void requestStop(String why) {
        stopRequest.complete(why);
    }

    /** Waits until everything is stopped. */
    boolean awaitFinished(Duration patience) throws InterruptedException {
        return finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs until it is asked to stop; returns the exit status. */
    int run(boolean newKeyset) throws InterruptedException {
        String failure = "";
        try {
            start(newKeyset);
            if (!stopRequest.isDone()) {
                board.phase(StackState.Phase.READY, "");
                events.say("waybill", "ready");
            }
            events.say("waybill", "stopping: " + stopRequest.join());
        } catch (StackFailure | ServerStartException e) {
            failure = String.valueOf(e.getMessage());
            events.say("waybill", "the start failed; stopping what was started");
        } finally {
            stopEverything(failure);
            finished.countDown();
        }
        return failure.isEmpty() ? 0 : 1;
    }

    private void start(boolean newKeyset) throws InterruptedException {
        NamedServers named = NamedServers.of(environment);
        named.probe();
        Plan.checkBuilt(home);
        PortPlan ports = PortPlan.choose(claims::take);
        ports.notes().forEach(note -> events.say("waybill", note));
        Secrets secrets = new Secrets(home);
        Plan plan = new Plan(home, ports, named, secrets, environment);
        List<ServiceChild> services = plan.services(newKeyset);
        String password = secrets.demoPassword();
        board.addresses(plan.describe(board.state(), services));

        mail = MailServer.start(
                plan.smtpPort(), plan.imapPort(), List.of(new MailServer.User(DemoMailbox.ADDRESS, password)));
        events.say("mail", "started: SMTP on port " + plan.smtpPort() + ", IMAP on port " + plan.imapPort());
        DemoClouds simulated = DemoClouds.start(ports, secrets.demoPassword());
        clouds = simulated;
        simulated.receiveFrom(mail);
        events.say("mail", "simulators of Microsoft Graph and Gmail started");
        awaitReady(keep(plan.servers()));
        awaitReady(keep(services));
        if (!stopRequest.isDone()) {
            connectDemoMailboxes(plan, password, simulated);
        }
    }

    private List<Keeper> keep(List<? extends Child> children) {
        List<Keeper> started = new ArrayList<>();
        for (Child child : children) {
            Keeper keeper = new Keeper(child, board, events);
            keepers.add(keeper);
            started.add(keeper);
            keeper.start();
        }
        return started;
    }

    private void awaitReady(List<Keeper> started) throws InterruptedException {
        CompletableFuture<?> all =
                CompletableFuture.allOf(started.stream().map(Keeper::firstReady).toArray(CompletableFuture[]::new));
        CompletableFuture<?> failure = CompletableFuture.anyOf(
                started.stream().map(Supervisor::failureOf).toArray(CompletableFuture[]::new));
        CompletableFuture<?> decided = CompletableFuture.anyOf(all, failure, stopRequest);
        try {
            for (Duration waited = Duration.ZERO; !isDone(decided); ) {
                waited = waited.plus(UNTIL_MENTIONED);
                if (waited.compareTo(UNTIL_READY) >= 0) {
                    throw new StackFailure(notReady(started));
                }
                mentionWhoIsAwaited(started, waited);
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StackFailure(String.valueOf(cause.getMessage()), cause);
        }
    }

    private static boolean isDone(CompletableFuture<?> decided) throws InterruptedException, ExecutionException {
        try {
            decided.get(UNTIL_MENTIONED.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private void mentionWhoIsAwaited(List<Keeper> started, Duration waited) {
        for (Keeper keeper : started) {
            if (!keeper.firstReady().isDone()) {
                Child child = keeper.child();
                List<String> problems = child instanceof ServiceChild service
                        ? HealthProbe.problems(service.managementPort())
                        : List.of("see " + child.log());
                events.say(
                        child.name(),
                        "is not ready after %d s: %s; waiting on"
                                .formatted(waited.toSeconds(), String.join("; ", problems)));
            }
        }
    }

    /** Never done but by a failure. */
    private static CompletableFuture<?> failureOf(Keeper keeper) {
        return keeper.firstReady().thenCompose(ready -> new CompletableFuture<>());
    }

    private static String notReady(List<Keeper> started) {
        StringBuilder sentence = new StringBuilder();
        for (Keeper keeper : started) {
            if (!keeper.firstReady().isDone()) {
                Child child = keeper.child();
                sentence.append("%s was not ready within %d s".formatted(child.name(), UNTIL_READY.toSeconds()));
                if (child instanceof ServiceChild service) {
                    sentence.append(": ").append(HealthProbe.answer(service.managementPort()));
                }
                sentence.append(". ").append(LastWords.in(child.log())).append('\n');
            }
        }
        return sentence.toString().strip();
    }

    private void connectDemoMailboxes(Plan plan, String password, DemoClouds simulated) {
        try {
            String keyset = home.data().resolve("keyset-id").toFile().exists()
                    ? Files.readString(home.data().resolve("keyset-id")).strip()
                    : "named";
            DemoMailbox demo = new DemoMailbox(home, plan.console(), plan.tokenFile());
            events.say("mail", demo.connect(plan.imapPort(), password, keyset));
            for (ObjectNode mailbox : simulated.mailboxes()) {
                events.say("mail", demo.connect(mailbox));
            }
        } catch (IOException e) {
            events.say(
                    "mail",
                    "the demo mailboxes could not all be connected (" + e.getMessage()
                            + "); the rest works. See ./waybill logs"
                            + " queue-consumer, or connect it with ./waybill mailbox add");
        }
    }

    private void stopEverything(String failure) {
        board.phase(StackState.Phase.STOPPING, failure);
        keepers.forEach(Keeper::stopKeeping);
        new StopSequence(events::say).stop(board.state().processes());
        if (mail != null) {
            mail.close();
            events.say("mail", "stopped");
        }
        if (clouds != null) {
            clouds.close();
        }
        claims.close();
        board.phase(failure.isEmpty() ? StackState.Phase.STOPPED : StackState.Phase.FAILED, failure);
        events.say("waybill", "stopped");
    }
}
