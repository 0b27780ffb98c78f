package dev.waybill.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestVerbTest {

    private static final String PASSED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite xmlns:xsi="x" version="3.0" name="a.PassTest" time="0.1" tests="5" errors="0" skipped="0" failures="0">
              <testcase name="one" classname="a.PassTest" time="0.01"/>
            </testsuite>
            """;
    private static final String SKIPPED = """
            <testsuite name="a.DovecotTest" time="0.1" tests="2" errors="0" skipped="1" failures="0">
              <testcase name="" classname="a.DovecotTest" time="0.01">
                <skipped message="dovecot-imapd is not installed: apt-get install dovecot-imapd &amp; co"/>
              </testcase>
            </testsuite>
            """;
    private static final String FAILED = """
            <testsuite name="a.FailTest" time="0.1" tests="3" errors="1" skipped="0" failures="1">
              <testcase name="leaseEnds" classname="a.FailTest" time="0.01">
                <failure message="expected: 1&#10;but was: 2" type="x">trace</failure>
              </testcase>
              <testcase name="leaseBreaks" classname="a.FailTest" time="0.01">
                <error message="no &quot;answer&quot;" type="x">trace</error>
              </testcase>
            </testsuite>
            """;

    @TempDir
    private Path directory;

    private LauncherSandbox sandbox;

    @BeforeEach
    void layOut() throws IOException {
        sandbox = new LauncherSandbox(directory);
        sandbox.addJdk("25.0.3");
        report("TEST-a.PassTest.xml", PASSED);
    }

    @Test
    void lastLineIsTheCount() throws Exception {
        LauncherSandbox.Ended ended = sandbox.run("test");
        assertThat(ended.said()).endsWith("\n5 passed, 0 failed, 0 skipped\n");
        assertThat(ended.said()).contains("[4/4] Waybill: the verbs of waybill", "dev.waybill.SomeTest: 2 run");
        assertThat(ended.status()).isZero();
        assertThat(sandbox.mavenCalls())
                .singleElement()
                .asString()
                .contains("-Dquick", "verify")
                .doesNotContain("-Pchecks");
    }

    @Test
    void skippedTestIsListedWithTheCommandThatInstallsItsServer() throws Exception {
        report("TEST-a.DovecotTest.xml", SKIPPED);
        LauncherSandbox.Ended ended = sandbox.run("test");
        assertThat(ended.said())
                .contains(
                        "skipped: a.DovecotTest: dovecot-imapd is not installed: apt-get install dovecot-imapd & co\n")
                .endsWith("\n6 passed, 0 failed, 1 skipped\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void failedTestsAreListedAndFailTheVerb() throws Exception {
        report("TEST-a.FailTest.xml", FAILED);
        LauncherSandbox.Ended ended = sandbox.run("test");
        assertThat(ended.said())
                .contains("failed: a.FailTest.leaseEnds: expected: 1 but was: 2\n")
                .contains("failed: a.FailTest.leaseBreaks: no \"answer\"\n")
                .endsWith("\n6 passed, 2 failed, 0 skipped\n");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void buildThatDoesNotCompileFailsTheVerbAndOldReportsDoNotCount() throws Exception {
        Path old = Files.createDirectories(sandbox.root().resolve("cli/target/surefire-reports"));
        Files.writeString(old.resolve("TEST-a.OldTest.xml"), PASSED);
        Files.writeString(sandbox.root().resolve("fail"), "");
        LauncherSandbox.Ended ended = sandbox.run("test");
        assertThat(ended.said())
                .contains("Broken.java:[1,1] class expected")
                .endsWith("\n0 passed, 0 failed, 0 skipped\n");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void argumentsGoToMaven() throws Exception {
        sandbox.run("test", "-Pchecks", "-pl", "cli");
        assertThat(sandbox.mavenCalls()).singleElement().asString().contains("-Pchecks -pl cli");
    }

    private void report(String name, String xml) throws IOException {
        Path reports = Files.createDirectories(sandbox.root().resolve("reports"));
        Files.writeString(reports.resolve(name), xml);
    }
}
