package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A listener in a process of its own, which can be killed, stopped and continued. */
final class ListenerProcess implements AutoCloseable {
    private final Process process;

    private ListenerProcess(Process process) {
        this.process = process;
    }

    /** Starts one; it watches as soon as it has its share. */
    static ListenerProcess start(String name, URI redis, String keyPrefix, int imapPort, int mailboxes, Duration lease)
            throws IOException {
        return new ListenerProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RemoteListener.class.getName(),
                        name,
                        redis.toString(),
                        keyPrefix,
                        Integer.toString(imapPort),
                        Integer.toString(mailboxes),
                        Long.toString(lease.toMillis()))
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start());
    }

    /** As kill -9. */
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

    /** Ends it in good order. */
    void leave() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public void close() {
        kill();
    }
}
