package dev.waybill.consumer;

import dev.waybill.consumer.pace.Rhythm;
import java.util.List;

/** What this service does now and then beside its pointers. */
record Chores(List<Rhythm> all) {
    void start() {
        all.forEach(Rhythm::start);
    }

    void stop() {
        all.forEach(Rhythm::close);
    }
}
