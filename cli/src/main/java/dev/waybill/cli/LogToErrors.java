package dev.waybill.cli;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;

/** Keeps what libraries log off the standard output, which belongs to the verb: {@code --json} is one document there. */
final class LogToErrors {
    private LogToErrors() {}

    static void redirect() {
        Logger root = Logger.getLogger("");
        for (Handler old : root.getHandlers()) {
            Handler errors = new ConsoleHandler();
            errors.setFormatter(old.getFormatter());
            errors.setLevel(old.getLevel());
            root.removeHandler(old);
            root.addHandler(errors);
        }
    }
}
