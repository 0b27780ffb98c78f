package dev.waybill.consumer;

import dev.waybill.consumer.database.SchemaProbe;
import dev.waybill.consumer.pace.Rhythm;
import java.io.IOException;
import java.time.Duration;

/** A step that waits until the tables are there. */
record OnceMigrated(SchemaProbe schema, Rhythm.Step step) implements Rhythm.Step {
    private static final Duration UNTIL_MIGRATED = Duration.ofMillis(500);

    @Override
    public Duration run() throws IOException, InterruptedException {
        return schema.isMigrated() ? step.run() : UNTIL_MIGRATED;
    }
}
