package dev.waybill.cli.stack;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** The frame of a verb: a failure becomes its sentence on standard error and the exit status 1. */
final class Verb {

    private Verb() {}

    /** The body of a verb. */
    interface Body extends Callable<Integer> {
        @Override
        Integer call() throws InterruptedException;
    }

    static int guard(CommandSpec spec, Body body) throws InterruptedException {
        try {
            return body.call();
        } catch (StackFailure e) {
            spec.commandLine().getErr().println(e.sentence());
            spec.commandLine().getErr().flush();
            return 1;
        }
    }
}
