package dev.waybill.consumer.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.consumer.admin.Problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the fields of a JSON object and collects everything that is wrong with them, so that one answer names it all. */
final class JsonFields {
    private final JsonNode object;
    private final String prefix;
    private final List<FieldProblem> problems;

    JsonFields(JsonNode object) {
        this(object, "", new ArrayList<>());
    }

    private JsonFields(JsonNode object, String prefix, List<FieldProblem> problems) {
        this.object = object;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** The fields of an object inside this one; its problems are collected here. */
    JsonFields inside(String field) {
        JsonNode value = object.path(field);
        if (!value.isObject()) {
            problem(field, given(field) ? "must be an object" : "is missing");
        }
        return new JsonFields(value, prefix + field + ".", problems);
    }

    /** Allow-list: anything else is a typing error that must not pass in silence. */
    JsonFields only(Set<String> known) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problem(
                        name,
                        "is not known here; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        });
        return this;
    }

    boolean given(String field) {
        return object.hasNonNull(field);
    }

    String required(String field, int longest) {
        if (!given(field)) {
            problem(field, "is missing");
            return "";
        }
        return text(field, "", longest);
    }

    String text(String field, String otherwise, int longest) {
        if (!given(field)) {
            return otherwise;
        }
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            problem(field, "must be a text");
            return otherwise;
        }
        return checked(field, value.asText(), longest);
    }

    int number(String field, int otherwise, int least, int most) {
        if (!given(field)) {
            return otherwise;
        }
        JsonNode value = object.path(field);
        if (!value.isInt() || value.asInt() < least || value.asInt() > most) {
            problem(field, "must be a whole number from " + least + " to " + most);
            return otherwise;
        }
        return value.asInt();
    }

    boolean flag(String field) {
        if (given(field) && !object.path(field).isBoolean()) {
            problem(field, "must be true or false");
        }
        return object.path(field).asBoolean();
    }

    List<String> texts(String field, int most, int longest) {
        if (!given(field)) {
            return List.of();
        }
        JsonNode value = object.path(field);
        if (!value.isArray() || value.isEmpty() || value.size() > most) {
            problem(field, "must be a list of 1 to " + most + " texts");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                problem(field, "must hold texts only");
                return List.of();
            }
            texts.add(checked(field, element.asText(), longest));
        }
        return texts;
    }

    JsonNode raw(String field) {
        return object.path(field);
    }

    void problem(String field, String problem) {
        problems.add(new FieldProblem(prefix + field, problem));
    }

    /** Refuses the request if anything was wrong. */
    void refuseIfWrong() {
        if (!problems.isEmpty()) {
            throw Refusal.badFields(problems);
        }
    }

    private String checked(String field, String text, int longest) {
        if (text.isBlank()) {
            problem(field, "is empty");
        } else if (text.length() > longest) {
            problem(field, "has " + text.length() + " characters; at most " + longest + " are allowed");
        } else if (text.chars().anyMatch(Character::isISOControl)) {
            problem(field, "holds a control character");
        }
        return text;
    }
}
