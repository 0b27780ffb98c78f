package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.StackState;
import java.nio.file.Path;

/** A process that is kept running: a service, Redis or PostgreSQL. */
interface Child {

    String name();

    StackState.Kind kind();

    Path log();

    /** Where it listens, for a person. */
    String place();

    /** Starts it, again too, on the same ports and data; a server is ready when this returns. */
    Process launch();

    /** Asked until it says yes, while the process lives. */
    boolean isReady();

    /** How often it may end before it was ready for the first time, until the whole start is given up. */
    int startsAllowed();
}
