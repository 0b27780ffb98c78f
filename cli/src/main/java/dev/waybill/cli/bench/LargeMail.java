package dev.waybill.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Gives {@code waybill inspect} one very large mail on its standard input, in a process with little memory. */
final class LargeMail {
    private static final int LINES_AT_ONCE = 1_000;

    private LargeMail() {}

    /** Seconds from start to end of the process. */
    static double seconds(int megabytes, int heapMegabytes) {
        long start = System.nanoTime();
        try {
            Process inspect = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + heapMegabytes + "m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.waybill.cli.Waybill",
                            "inspect",
                            "--jsonl",
                            "-")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            long sent;
            try (OutputStream in = inspect.getOutputStream()) {
                sent = send(in, megabytes);
            }
            JsonNode mail = new ObjectMapper().readTree(inspect.getInputStream());
            int status = inspect.waitFor();
            if (status != 0 || mail.path("size").asLong() != sent) {
                throw new BenchFailure("a mail of " + megabytes + " MB was not read whole with -Xmx" + heapMegabytes
                        + "m: exit status " + status + ", " + mail.path("size").asLong() + " of " + sent + " bytes");
            }
        } catch (IOException e) {
            throw new BenchFailure(
                    "a mail of " + megabytes + " MB was not read with -Xmx" + heapMegabytes + "m: " + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("stopped", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long send(OutputStream in, int megabytes) throws IOException {
        byte[] head = BenchMails.attachmentHead().getBytes(StandardCharsets.US_ASCII);
        byte[] lines = BenchMails.attachmentLine().repeat(LINES_AT_ONCE).getBytes(StandardCharsets.US_ASCII);
        in.write(head);
        long sent = head.length;
        while (sent < (long) megabytes << 20) {
            in.write(lines);
            sent += lines.length;
        }
        return sent;
    }
}
