package dev.waybill.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** What this process used of the processors: producers, consumers, client, compiler and collector together. */
final class OwnCpu {
    private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getOperatingSystemMXBean();

    private OwnCpu() {}

    /** Of the machine, over the last minute: above the number of processors, no figure of this benchmark is worth much. */
    static double loadAverage() {
        return SYSTEM.getSystemLoadAverage();
    }

    static double seconds() {
        if (SYSTEM instanceof com.sun.management.OperatingSystemMXBean known) {
            return known.getProcessCpuTime() / 1e9;
        }
        throw new BenchFailure("this Java does not tell the CPU time of its process; run the benchmark on OpenJDK");
    }
}
