package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Examination;
import java.util.List;
import java.util.Locale;

/**
 * An examination as the API shows it.
 *
 * @param message a sentence for a person
 */
record ExaminationView(String address, boolean passed, String message, List<Step> steps) {
    /** {@code mark}: {@code ok}, {@code warn}, {@code failed}, {@code skipped}. */
    record Step(String name, String mark, String found, long millis) {}

    static ExaminationView of(String address, Examination examination, String note) {
        String verdict = examination
                .failure()
                .map(step -> address + ": the step '" + step.name() + "' failed: " + step.found())
                .orElse(address + " works");
        return new ExaminationView(
                address,
                examination.failure().isEmpty(),
                verdict + note,
                examination.steps().stream()
                        .map(step -> new Step(
                                step.name(), step.mark().name().toLowerCase(Locale.ROOT), step.found(), step.millis()))
                        .toList());
    }
}
