package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer in a process of its own, which does one command after the other, and can be killed, stopped and continued. */
final class ConsumerProcess implements AutoCloseable {
    private final Process process;
    private final Writer in;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private ConsumerProcess(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        Thread.startVirtualThread(this::read);
    }

    static ConsumerProcess start(URI redis, KeyNames keys, Duration lease) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RemoteConsumer.class.getName(),
                            redis.toString(),
                            keys.prefix(),
                            Long.toString(lease.toMillis()))
                    .redirectError(Redirect.INHERIT)
                    .start();
            ConsumerProcess started = new ConsumerProcess(process);
            assertThat(started.answer()).isEqualTo("started");
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command; {@link #answer} tells what became of it. */
    void send(String command) {
        try {
            in.write(command + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String tell(String command) {
        send(command);
        return answer();
    }

    String answer() {
        try {
            String answer = answers.poll(60, TimeUnit.SECONDS);
            assertThat(answer).as("an answer of the consumer").isNotNull();
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                answers.add(line);
            }
        } catch (IOException ended) {
            answers.add("ended: " + ended.getMessage());
        }
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** STOP or CONT, as in kill(1). */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Override
    public void close() {
        kill();
    }
}
