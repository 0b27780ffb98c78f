package dev.waybill.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.waybill.cli.Plain;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a verb prints: results to standard output, complaints and progress to standard error. */
final class Screen {
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final PrintWriter out;
    private final PrintWriter err;

    Screen(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    static Screen of(CommandSpec spec) {
        return new Screen(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    /** Runs a verb's body; a failure becomes its sentence and its exit status. */
    int guard(ToIntFunction<Screen> body) {
        try {
            return body.applyAsInt(this);
        } catch (VerbFailure e) {
            complain(e.getMessage());
            return e.exitCode();
        }
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    void json(JsonNode node) {
        try {
            line(JSON.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always has a JSON form", e);
        }
    }

    void table(Table table) {
        table.lines().forEach(this::line);
    }

    void complain(@Nullable String sentence) {
        err.println(Plain.block(String.valueOf(sentence)));
        err.flush();
    }

    /** One line that the next one overwrites; nothing where nobody watches. */
    void progress(String text) {
        if (watched()) {
            err.print("\r" + text + "\u001b[K");
            err.flush();
        }
    }

    void endProgress() {
        if (watched()) {
            err.println();
            err.flush();
        }
    }

    private static boolean watched() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
}
