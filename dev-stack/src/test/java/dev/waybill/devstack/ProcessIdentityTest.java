package dev.waybill.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    private static final String BOOT = "0123456789abcdef\n";

    @Test
    void runningProcessIsFoundByItsIdentity() {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(self.alive()).contains(ProcessHandle.current());
        assertThat(ProcessIdentity.of(self.pid())).contains(self);
    }

    @Test
    void laterProcessWithTheSamePidIsAnother() {
        ProcessIdentity earlier = new ProcessIdentity(ProcessHandle.current().pid(), "another start");
        assertThat(earlier.alive()).isEmpty();
    }

    @Test
    void endedProcessIsGone() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        process.destroyForcibly().waitFor();
        assertThat(identity.alive()).isEmpty();
    }

    @Test
    void startIsReadBehindANameWithBlanksAndBrackets() {
        String stat = "42 (od d) S (x) S 1 42 42 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 1 0 777 1000 1 1";
        assertThat(ProcessIdentity.fromStat(42, BOOT, stat)).contains(new ProcessIdentity(42, "01234567-777"));
    }

    @Test
    void zombieCountsAsEnded() {
        String stat = "42 (sleep) Z 1 42 42 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 1 0 777 0 0 1";
        assertThat(ProcessIdentity.fromStat(42, BOOT, stat)).isEmpty();
    }
}
