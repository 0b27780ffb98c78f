package dev.waybill.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

    @TempDir
    private Path directory;

    private LauncherSandbox sandbox;

    @BeforeEach
    void layOut() throws IOException {
        sandbox = new LauncherSandbox(directory);
    }

    @Test
    void onlyAnOlderJdkIsSaidInOneSentence() throws Exception {
        Path old = sandbox.addJdk("17.0.15");
        sandbox.addJdk("1.8.0_402");
        LauncherSandbox.Ended ended = sandbox.run("up");
        assertThat(ended.said())
                .contains("Waybill needs a JDK 25 or newer, and this machine has only JDK ")
                .contains("JDK 17 in " + old, "JDK 8 in ")
                .contains("adoptium.net", "set JAVA_HOME");
        assertThat(ended.said().strip().lines()).hasSize(1);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(sandbox.mavenCalls()).isEmpty();
    }

    @Test
    void machineWithoutAnyJdkIsSaidInOneSentence() throws Exception {
        LauncherSandbox.Ended ended = sandbox.run("status");
        assertThat(ended.said()).contains("Waybill needs a JDK 25 or newer, and this machine has none: install one");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void newerJdkIsFoundBesideAnOlderJavaHome() throws Exception {
        sandbox.set("JAVA_HOME", sandbox.addJdk("17.0.15").toString());
        Path jdk = sandbox.addJdk("25.0.3");
        assertThat(sandbox.run("status").status()).isZero();
        assertThat(sandbox.root().resolve("maven.environment")).content().contains("java=" + jdk);
    }

    @Test
    void javaHomeComesFirst() throws Exception {
        sandbox.addJdk("25.0.3");
        Path named = sandbox.addJdk("26");
        sandbox.set("JAVA_HOME", named.toString());
        assertThat(sandbox.run("status").status()).isZero();
        assertThat(sandbox.root().resolve("maven.environment")).content().contains("java=" + named);
    }

    @Test
    void argumentsReachTheVerbAsTheyWereGiven() throws Exception {
        // Given
        sandbox.addJdk("25.0.3");
        Path link = Files.createSymbolicLink(
                directory.resolve("link to it"), sandbox.root().resolve("waybill"));
        // When
        LauncherSandbox.Ended ended = sandbox.run(link, "send", "a mail.eml", "--to", "");
        // Then
        assertThat(ended.said())
                .contains("home=" + sandbox.root().toRealPath() + "\n")
                .contains("argument=-cp\nargument=" + sandbox.root().toRealPath() + "/.waybill/app/cli/*\n")
                .endsWith(
                        "argument=dev.waybill.cli.Waybill\nargument=send\nargument=a mail.eml\nargument=--to\nargument=\n");
        assertThat(ended.status()).isZero();
    }

    @Test
    void upBuildsOnceAndAgainAfterAnEdit() throws Exception {
        // Given
        sandbox.addJdk("25.0.3");
        // When
        LauncherSandbox.Ended first = sandbox.run("up");
        LauncherSandbox.Ended second = sandbox.run("up");
        // Then
        assertThat(first.said()).contains("Building what changed", "Built in ");
        assertThat(second.said()).doesNotContain("Building ");
        assertThat(sandbox.mavenCalls())
                .singleElement()
                .asString()
                .contains(
                        "-Dquick -DskipTests", "-pl ingress-webhooks,imap-listener,queue-consumer,cli -am", "package");
        // And
        edit("cli/src/main/Verb.java");
        assertThat(sandbox.run("up").said()).contains("Built in ");
        assertThat(sandbox.mavenCalls()).hasSize(2).last().asString().contains("-pl cli -am");
    }

    @Test
    void whatSeveralProgramsShareRebuildsThemAllAndDocumentsNone() throws Exception {
        // Given
        sandbox.addJdk("25.0.3");
        sandbox.run("up");
        // When
        edit("README.md");
        edit("docs/guide.md");
        edit("cli/src/test/VerbTest.java");
        sandbox.run("up");
        // Then
        assertThat(sandbox.mavenCalls()).hasSize(1);
        // And
        edit("pom.xml");
        sandbox.run("up");
        assertThat(sandbox.mavenCalls())
                .hasSize(2)
                .last()
                .asString()
                .contains("-pl ingress-webhooks,imap-listener,queue-consumer,cli -am");
    }

    /** Makes a file newer than any build. */
    private void edit(String name) throws IOException {
        Path file = sandbox.root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconcile", "push", "queue", "ingress"})
    void benchmarkHasTheServicesAsTheCodeIsNow(String benchmark) throws Exception {
        sandbox.addJdk("25.0.3");
        sandbox.run("status");
        sandbox.run("bench", benchmark);
        assertThat(sandbox.root().resolve(".waybill/app/queue-consumer")).exists();
        edit("cli/src/main/Verb.java");
        assertThat(sandbox.run("bench", benchmark).said()).contains("Built in ");
    }

    @Test
    void otherVerbsBuildNothingButTheCommandLine() throws Exception {
        sandbox.addJdk("25.0.3");
        sandbox.run("status");
        sandbox.run("status");
        assertThat(sandbox.mavenCalls()).hasSize(1).first().asString().contains("-pl cli -am");
        assertThat(sandbox.root().resolve(".waybill/app/cli/cli-0.jar")).exists();
        assertThat(sandbox.root().resolve(".waybill/app/queue-consumer")).doesNotExist();
    }

    @Test
    void failedBuildShowsItsErrorsAndItsLog() throws Exception {
        sandbox.addJdk("25.0.3");
        Files.writeString(sandbox.root().resolve("fail"), "");
        LauncherSandbox.Ended ended = sandbox.run("up");
        assertThat(ended.said())
                .contains("Broken.java:[1,1] class expected")
                .contains("The build failed; its whole log is ", "logs/build.log");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(sandbox.root().resolve(".waybill/build.lock")).doesNotExist();
        // And
        Files.delete(sandbox.root().resolve("fail"));
        assertThat(sandbox.run("up").status()).isZero();
    }

    @Test
    void lockOfABuildThatDiedIsTakenOver() throws Exception {
        sandbox.addJdk("25.0.3");
        Path lock = Files.createDirectories(sandbox.root().resolve(".waybill/build.lock"));
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        assertThat(sandbox.run("up").status()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void userWithoutAHomeGetsMavensFilesUnderTheCopy() throws Exception {
        sandbox.addJdk("25.0.3");
        sandbox.set("HOME", "");
        assertThat(sandbox.run("up").status()).isZero();
        String repository = "-Dmaven.repo.local=" + sandbox.root().toRealPath() + "/.waybill/m2/repository";
        assertThat(sandbox.mavenCalls()).first().asString().contains(repository);
    }

    @Test
    void placeThatCannotBeWrittenIsSaidBeforeTheBuild() throws Exception {
        sandbox.addJdk("25.0.3");
        Files.writeString(sandbox.root().resolve(".waybill"), "a file in the way");
        LauncherSandbox.Ended ended = sandbox.run("up");
        assertThat(ended.said()).contains(".waybill cannot be written by ").contains("chown");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(sandbox.mavenCalls()).isEmpty();
    }
}
