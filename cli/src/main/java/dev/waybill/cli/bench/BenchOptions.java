package dev.waybill.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every benchmark is asked for, and how it answers: progress as it goes, then one report, or a sentence that says what is wrong. */
final class BenchOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object with every figure and its conditions.")
    private boolean json;

    /** The measuring itself. */
    interface Measurement {
        BenchReport take() throws IOException;
    }

    /** Refuses a number that makes no sense. */
    void within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw mistake(option + " is " + value + "; " + min + " to " + max + " are allowed");
        }
    }

    ParameterException mistake(String what) {
        return new ParameterException(command.commandLine(), what);
    }

    /** Tells of progress. */
    void say(String what) {
        PrintWriter err = command.commandLine().getErr();
        err.println(what);
        err.flush();
    }

    /** Measures and prints the report; returns the exit status. */
    int report(Measurement measurement) {
        try {
            print(measurement.take());
            return 0;
        } catch (BenchFailure e) {
            say(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            say("no temporary directory can be made: " + e.getMessage());
        }
        return 1;
    }

    private void print(BenchReport report) {
        PrintWriter out = command.commandLine().getOut();
        try {
            List<String> lines = json
                    ? List.of(
                            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report.json()))
                    : report.lines();
            lines.forEach(out::println);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always has a JSON form", e);
        }
        out.flush();
    }
}
