package dev.waybill.cli.admin;

import dev.waybill.cli.Waybill;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs {@code waybill} as a user would, in this JVM against an admin API, and keeps what it printed. */
public final class Shell {
    private final String url;
    private final Path tokenFile;

    Shell(FakeAdminApi api, Path directory) {
        this(api.url(), FakeAdminApi.TOKEN, directory);
    }

    public Shell(String url, String token, Path directory) {
        this.url = url;
        this.tokenFile = directory.resolve("token");
        try {
            Files.writeString(tokenFile, token + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Ended(int status, String out, String err) {}

    /** With the server's address and token. */
    public Ended waybill(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url");
        all.add(url);
        all.add("--token-file");
        all.add(tokenFile.toString());
        return run(all.toArray(String[]::new));
    }

    static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine waybill = Waybill.commandLine();
        waybill.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int status = waybill.execute(arguments);
        return new Ended(status, out.toString(), err.toString());
    }
}
