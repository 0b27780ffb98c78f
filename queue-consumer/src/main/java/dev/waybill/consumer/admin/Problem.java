package dev.waybill.consumer.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a refusal looks like: a sentence for a person, and the fields that are wrong if it is about fields. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String error, @Nullable List<FieldProblem> fields) {
    record FieldProblem(String field, String problem) {}
}
