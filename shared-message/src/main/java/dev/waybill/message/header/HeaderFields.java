package dev.waybill.message.header;

import dev.waybill.message.ParsedMail.Header;
import java.util.List;
import java.util.Optional;

/** The fields of one entity's header in their order; names are compared without regard to case. */
public record HeaderFields(List<Header> fields) {
    public HeaderFields {
        fields = List.copyOf(fields);
    }

    public Optional<String> first(String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** The first value that is not empty, or an empty text. */
    public String firstFilled(String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name) && !f.value().isEmpty())
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    public List<String> all(String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }
}
