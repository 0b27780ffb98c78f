package dev.waybill.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, for good: its pid and when it started, so that a later process with the same pid is never
 * taken for it. On Linux the start is counted in clock ticks since the boot, and the boot is named with it;
 * a stepped wall clock does not change it.
 */
public record ProcessIdentity(long pid, String started) {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Returns the identity of a process of this JVM or of any other owner, while it lives. */
    public static Optional<ProcessIdentity> of(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).flatMap(ProcessIdentity::of);
    }

    /** Returns the identity of the JVM that asks. */
    public static ProcessIdentity self() {
        return of(ProcessHandle.current())
                .orElseThrow(() -> new IllegalStateException("this process cannot read its own start time"));
    }

    /** Returns the process while the very same one still runs; a zombie counts as ended. */
    public Optional<ProcessHandle> alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> of(handle).filter(this::equals).isPresent());
    }

    private static Optional<ProcessIdentity> of(ProcessHandle handle) {
        long pid = handle.pid();
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (Files.isReadable(BOOT_ID) && Files.isReadable(stat)) {
            try {
                return fromStat(pid, Files.readString(BOOT_ID), Files.readString(stat));
            } catch (IOException endedMeanwhile) {
                return Optional.empty();
            }
        }
        return handle.info().startInstant().map(start -> new ProcessIdentity(pid, "ms-" + start.toEpochMilli()));
    }

    /** Reads proc(5) stat: field 3 is the state, field 22 the start; the name in field 2 may hold anything. */
    static Optional<ProcessIdentity> fromStat(long pid, String bootId, String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        boolean ended = afterName[0].equals("Z") || afterName[0].equals("X");
        return ended
                ? Optional.empty()
                : Optional.of(new ProcessIdentity(pid, bootId.strip().substring(0, 8) + "-" + afterName[19]));
    }
}
