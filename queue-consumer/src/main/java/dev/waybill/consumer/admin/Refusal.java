package dev.waybill.consumer.admin;

import dev.waybill.consumer.admin.Problem.FieldProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a request with a status and a sentence. */
final class Refusal extends RuntimeException {
    private final int status;
    private final transient @Nullable List<FieldProblem> fields;

    private Refusal(int status, String sentence, @Nullable List<FieldProblem> fields, @Nullable Throwable cause) {
        super(sentence, cause);
        this.status = status;
        this.fields = fields;
    }

    static Refusal badRequest(String sentence) {
        return new Refusal(400, sentence, null, null);
    }

    static Refusal badFields(List<FieldProblem> fields) {
        return new Refusal(
                400,
                fields.size() == 1 ? "one field is wrong" : fields.size() + " fields are wrong",
                List.copyOf(fields),
                null);
    }

    static Refusal badField(String field, String problem) {
        return badFields(List.of(new FieldProblem(field, problem)));
    }

    static Refusal notFound(String sentence) {
        return new Refusal(404, sentence, null, null);
    }

    static Refusal conflict(String sentence) {
        return new Refusal(409, sentence, null, null);
    }

    static Refusal tooLarge(String sentence) {
        return new Refusal(413, sentence, null, null);
    }

    /** What was asked is well formed and does not work. */
    static Refusal notUsable(String sentence) {
        return new Refusal(422, sentence, null, null);
    }

    static Refusal busy(String sentence) {
        return new Refusal(429, sentence, null, null);
    }

    static Refusal unavailable(String sentence, Throwable cause) {
        return new Refusal(503, sentence, null, cause);
    }

    int status() {
        return status;
    }

    Problem problem() {
        return new Problem(String.valueOf(getMessage()), fields);
    }
}
