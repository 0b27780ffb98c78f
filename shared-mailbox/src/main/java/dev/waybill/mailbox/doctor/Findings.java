package dev.waybill.mailbox.doctor;

import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.Examination.Step;
import dev.waybill.mailbox.MailboxAccessException;
import java.util.ArrayList;
import java.util.List;

/** Collects the steps of an examination and times them. */
public final class Findings {
    private final List<Step> steps = new ArrayList<>();
    private long begun = System.nanoTime();

    /** What a step found. */
    public record Finding(Mark mark, String sentence) {
        public static Finding ok(String sentence) {
            return new Finding(Mark.OK, sentence);
        }

        public static Finding warn(String sentence) {
            return new Finding(Mark.WARN, sentence);
        }
    }

    @FunctionalInterface
    public interface Work {
        Finding look() throws MailboxAccessException;
    }

    /** Whether the next step makes sense. */
    public boolean step(String name, Work work) {
        try {
            Finding finding = work.look();
            add(name, finding);
            return finding.mark() != Mark.FAILED;
        } catch (MailboxAccessException e) {
            return fail(name, String.valueOf(e.getMessage()));
        }
    }

    public void add(String name, Finding finding) {
        long now = System.nanoTime();
        steps.add(new Step(name, finding.mark(), finding.sentence(), (now - begun) / 1_000_000));
        begun = now;
    }

    /** Always false: nothing makes sense after it. */
    public boolean fail(String name, String sentence) {
        add(name, new Finding(Mark.FAILED, sentence));
        return false;
    }

    public Examination examination() {
        return new Examination(steps);
    }
}
