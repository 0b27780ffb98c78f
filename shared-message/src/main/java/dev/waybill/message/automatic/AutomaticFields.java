package dev.waybill.message.automatic;

import dev.waybill.message.ParsedMail.Header;
import dev.waybill.message.text.RuleTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The fields of {@code fields.tsv}, by name. */
final class AutomaticFields {
    /** What a field says when its program was not at work. */
    private static final Set<String> NOTHING = Set.of("", "no", "none", "false", "0", "off");

    private record Rule(String value, Role role) {
        boolean matches(String given) {
            return value.equals("*") ? !NOTHING.contains(given) : given.equals(value);
        }
    }

    private enum Role {
        REPLY,
        GENERATED,
        BULK,
        LIST,
        SILENT
    }

    private final Map<String, List<Rule>> rules = new HashMap<>();

    AutomaticFields() {
        for (List<String> row : RuleTable.rows(AutomaticFields.class, "fields", 4)) {
            Role role = Role.valueOf(row.get(2).toUpperCase(Locale.ROOT));
            rules.computeIfAbsent(row.getFirst(), name -> new ArrayList<>()).add(new Rule(row.get(1), role));
        }
    }

    /** What the fields tell of a machine. */
    Set<AutomaticReason> told(List<Header> headers) {
        Set<AutomaticReason> told = EnumSet.noneOf(AutomaticReason.class);
        for (Role role : roles(headers)) {
            switch (role) {
                case REPLY -> told.add(AutomaticReason.RESPONDER_FIELD);
                case GENERATED -> told.add(AutomaticReason.GENERATOR_FIELD);
                case BULK -> told.add(AutomaticReason.BULK);
                case LIST -> told.add(AutomaticReason.LIST);
                case SILENT -> {}
            }
        }
        return told;
    }

    boolean silent(List<Header> headers) {
        return roles(headers).contains(Role.SILENT);
    }

    private Set<Role> roles(List<Header> headers) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Header header : headers) {
            String value = header.value().strip().toLowerCase(Locale.ROOT);
            rules.getOrDefault(header.name().toLowerCase(Locale.ROOT), List.of()).stream()
                    .filter(rule -> rule.matches(value))
                    .findFirst()
                    .ifPresent(rule -> roles.add(rule.role()));
        }
        return roles;
    }
}
