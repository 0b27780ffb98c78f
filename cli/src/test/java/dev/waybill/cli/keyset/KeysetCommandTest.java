package dev.waybill.cli.keyset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.Waybill;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysetCommandTest {
    private final StringWriter said = new StringWriter();

    @TempDir
    private Path directory;

    private int run(Path file) {
        CommandLine waybill = Waybill.commandLine();
        waybill.setOut(new PrintWriter(said)).setErr(new PrintWriter(said));
        return waybill.execute("keyset", "new", file.toString());
    }

    @Test
    void newKeysetIsAnotherEachTimeAndItsOwnersAlone() throws Exception {
        Path first = directory.resolve("first.json");
        Path second = directory.resolve("second.json");

        assertThat(run(first)).isZero();
        assertThat(run(second)).isZero();

        assertThat(Keyset.primaryKey(Files.readString(first)))
                .isNotEqualTo(Keyset.primaryKey(Files.readString(second)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                .isEqualTo("rw-------");
        assertThat(said.toString()).contains("WAYBILL_KEYSET_FILE").doesNotContain(Files.readString(first));
    }

    @Test
    void fileThatIsThereIsLeftAlone() throws Exception {
        Path file = Files.writeString(directory.resolve("keyset.json"), "precious");

        assertThat(run(file)).isEqualTo(1);

        assertThat(file).hasContent("precious");
        assertThat(said.toString()).contains("is there already").contains(file.toString());
    }

    @Test
    void missingDirectoryIsNamed() {
        assertThat(run(directory.resolve("none").resolve("keyset.json"))).isEqualTo(1);

        assertThat(said.toString()).contains("directory").contains("does not exist");
    }
}
