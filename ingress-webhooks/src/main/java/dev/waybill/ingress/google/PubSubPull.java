package dev.waybill.ingress.google;

import com.google.api.core.ApiService;
import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes what Gmail publishes from a pull subscription, for installations without a public address. The client mends what passes by
 * itself; what ends it (a subscription that is gone, a permission that is missing) ends it for good, so it is started anew, with pauses
 * that grow to a minute. A message is acknowledged when it is in Redis, or can never be of use.
 */
public final class PubSubPull {
    private static final Logger LOG = Logger.getLogger(PubSubPull.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** One that ran for so long had come up well; its end is a new trouble. */
    private static final Duration LONG_RUN = Duration.ofMinutes(1);

    /** What is given back comes again at once: without a pause that would be a storm while Redis is down. */
    private static final Duration BEFORE_GIVING_BACK = Duration.ofMillis(500);

    private static final long MOST_AT_ONCE = 1_000;
    private static final int STOP_SECONDS = 5;

    private final PullSettings settings;
    private final GoogleIntake intake;
    private final Duration firstPause;
    private volatile boolean stopped;
    private volatile boolean running;
    private @Nullable Thread thread;

    public PubSubPull(PullSettings settings, GoogleIntake intake) {
        this(settings, intake, FIRST_PAUSE);
    }

    PubSubPull(PullSettings settings, GoogleIntake intake, Duration firstPause) {
        this.settings = settings;
        this.intake = intake;
        this.firstPause = firstPause;
    }

    public void start() {
        thread = Thread.ofVirtual().name("pubsub-pull").start(this::run);
    }

    /** Whether messages can come in now. */
    public boolean isRunning() {
        return running;
    }

    private void run() {
        Duration pause = firstPause;
        while (!stopped) {
            long began = System.nanoTime();
            String ended = once();
            running = false;
            if (stopped) {
                return;
            }
            if (System.nanoTime() - began > LONG_RUN.toNanos()) {
                pause = firstPause;
            }
            LOG.warnf(
                    "The pull from %s ended (%s); it starts anew in %d ms",
                    settings.subscription(), ended, pause.toMillis());
            try {
                Thread.sleep(pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 4 + 1)));
            } catch (InterruptedException e) {
                return;
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
    }

    /** Pulls until the client ends; returns why it did. */
    private String once() {
        ManagedChannel channel = null;
        Subscriber subscriber = null;
        try {
            CompletableFuture<String> end = new CompletableFuture<>();
            Subscriber.Builder builder = Subscriber.newBuilder(settings.subscription(), this::receive)
                    .setFlowControlSettings(FlowControlSettings.newBuilder()
                            .setMaxOutstandingElementCount(MOST_AT_ONCE)
                            .build());
            if (settings.endpoint().isPresent()) {
                channel = ManagedChannelBuilder.forTarget(settings.endpoint().get())
                        .usePlaintext()
                        .build();
                builder.setChannelProvider(FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)));
            }
            subscriber = builder.setCredentialsProvider(credentials()).build();
            subscriber.addListener(
                    new ApiService.Listener() {
                        @Override
                        public void running() {
                            running = true;
                        }

                        @Override
                        public void failed(ApiService.State from, Throwable failure) {
                            end.complete(String.valueOf(failure.getMessage()));
                        }

                        @Override
                        public void terminated(ApiService.State from) {
                            end.complete("it was stopped");
                        }
                    },
                    MoreExecutors.directExecutor());
            subscriber.startAsync();
            return end.get();
        } catch (IOException e) {
            return "its credentials cannot be read: " + e.getMessage();
        } catch (ExecutionException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "it was stopped";
        } finally {
            end(subscriber, channel);
        }
    }

    /** What is in hand may still be acknowledged, for a moment. */
    private static void end(@Nullable Subscriber subscriber, @Nullable ManagedChannel channel) {
        boolean interrupted = Thread.interrupted();
        try {
            if (subscriber != null && subscriber.state() != ApiService.State.FAILED) {
                subscriber.stopAsync().awaitTerminated(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (java.util.concurrent.TimeoutException | IllegalStateException e) {
            LOG.debug("the pull did not end in time", e);
        } finally {
            if (channel != null) {
                channel.shutdownNow();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CredentialsProvider credentials() throws IOException {
        if (settings.endpoint().isPresent()) {
            return NoCredentialsProvider.create();
        }
        if (settings.credentialsFile().isEmpty()) {
            return FixedCredentialsProvider.create(GoogleCredentials.getApplicationDefault());
        }
        try (InputStream file = Files.newInputStream(settings.credentialsFile().get())) {
            return FixedCredentialsProvider.create(GoogleCredentials.fromStream(file));
        }
    }

    private void receive(PubsubMessage message, AckReplyConsumer reply) {
        if (intake.take(GmailPushReader.readMessage(message.getData().toByteArray()))) {
            reply.ack();
            return;
        }
        try {
            Thread.sleep(BEFORE_GIVING_BACK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reply.nack();
    }

    public void stop() {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
