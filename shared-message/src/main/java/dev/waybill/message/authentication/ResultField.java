package dev.waybill.message.authentication;

import dev.waybill.message.authentication.ResultTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One {@code Authentication-Results} field (RFC 8601 §2.2).
 *
 * @param authservId lower case; empty where Exchange leaves it out
 * @param results in their order
 */
record ResultField(String authservId, List<Result> results) {
    ResultField {
        results = List.copyOf(results);
    }

    /**
     * The result of one method.
     *
     * @param method lower case, without its version
     * @param word the result, lower case
     * @param properties by {@code ptype.property}, lower case; values as written
     */
    record Result(String method, String word, Map<String, String> properties) {
        Result {
            properties = Map.copyOf(properties);
        }

        String property(String name) {
            return properties.getOrDefault(name, "");
        }
    }

    static ResultField parse(String value) {
        List<List<Token>> sections = sections(ResultTokens.of(value));
        boolean named = sections.getFirst().stream().noneMatch(token -> token.is('='));
        // Behind the name may stand a version.
        String id = named && !sections.getFirst().isEmpty()
                ? sections.getFirst().getFirst().text()
                : "";
        List<Result> results = new ArrayList<>();
        sections.stream().skip(named ? 1 : 0).forEach(section -> read(section, results));
        return new ResultField(id.toLowerCase(Locale.ROOT), results);
    }

    private static List<List<Token>> sections(List<Token> tokens) {
        List<List<Token>> sections = new ArrayList<>();
        List<Token> section = new ArrayList<>();
        for (Token token : tokens) {
            if (token.is(';')) {
                sections.add(section);
                section = new ArrayList<>();
            } else {
                section.add(token);
            }
        }
        sections.add(section);
        return sections;
    }

    private static void read(List<Token> section, List<Result> results) {
        if (section.size() < 3 || section.getFirst().mark() || !section.get(1).is('=')) {
            return;
        }
        Map<String, String> properties = new HashMap<>();
        int at = 3;
        while (at < section.size()) {
            boolean pair = at + 2 < section.size() && section.get(at + 1).is('=');
            if (!pair) {
                at++;
                continue;
            }
            String name = section.get(at).text().toLowerCase(Locale.ROOT);
            StringBuilder pvalue = new StringBuilder(section.get(at + 2).text());
            at += 3;
            // "header.b=abc=": a value goes on up to the next gap.
            while (at < section.size() && !section.get(at).gap()) {
                pvalue.append(section.get(at++).text());
            }
            properties.putIfAbsent(name, pvalue.toString());
        }
        String method = section.getFirst().text().toLowerCase(Locale.ROOT);
        int version = method.indexOf('/');
        results.add(new Result(
                version < 0 ? method : method.substring(0, version),
                section.get(2).text().toLowerCase(Locale.ROOT),
                properties));
    }
}
