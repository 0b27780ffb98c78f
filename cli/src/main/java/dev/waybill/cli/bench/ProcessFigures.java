package dev.waybill.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the system tells of a process: processors (its children's too, those that have ended among them), memory, threads. Linux only. */
final class ProcessFigures {
    /** utime, stime, cutime and cstime behind the state, in proc_pid_stat(5). */
    private static final int FIRST = 11;

    private static final double TICKS_PER_SECOND = 100;

    private ProcessFigures() {}

    static double cpuSeconds(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(ProcessFigures::own)
                .sum();
    }

    private static double own(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = 0;
            for (int i = FIRST; i < FIRST + 4; i++) {
                ticks += Double.parseDouble(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Resident memory in bytes. */
    static double resident(ProcessHandle process) {
        return status(process, "VmRSS:") * 1024;
    }

    /** All threads that the system knows of it, those of the JVM among them. */
    static double threads(ProcessHandle process) {
        return status(process, "Threads:");
    }

    private static double status(ProcessHandle process, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException ended) {
            return Double.NaN;
        }
    }
}
