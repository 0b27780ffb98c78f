package dev.waybill.mailbox.file;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * References to environment variables in a file: {@code <%= ENV["NAME"] %>} and {@code <%= ENV.fetch("NAME", "default") %>} anywhere,
 * because mail_room's files are ERB templates, and {@code ${NAME}} as the whole of a value, because a password may contain anything.
 *
 * <p>A template's tags may hold quotes in places where YAML has no use for them, so they are taken out before YAML is read; what they
 * stand for is put in afterwards, so that no value can change the shape of the file.
 */
final class Environment {
    private static final Pattern TAG = Pattern.compile("<%([^\n]*?)%>");
    /** Private use: no file has these. */
    private static final Pattern TAKEN_OUT = Pattern.compile("\uE000(\\d{1,7})\uE001");

    private static final Pattern ENV = Pattern.compile(
            "=\\s*ENV(?:\\[\\s*['\"](\\w+)['\"]\\s*]|\\.fetch\\(\\s*['\"](\\w+)['\"]\\s*(?:,\\s*['\"]([^'\"]*)['\"]\\s*)?\\))\\s*-?");
    private static final Pattern WHOLE = Pattern.compile("\\$\\{(\\w+)}");

    private final UnaryOperator<@Nullable String> variables;
    private final List<String> tags = new ArrayList<>();

    /** Makes one from a look-up that gives null for what is not set. */
    Environment(UnaryOperator<@Nullable String> variables) {
        this.variables = variables;
    }

    /** The file with its template tags taken out; line numbers stay. */
    String withoutTags(String file) {
        return TAG.matcher(file).replaceAll(match -> {
            tags.add(match.group(1));
            return "\uE000" + (tags.size() - 1) + "\uE001";
        });
    }

    /** Throws {@link IllegalArgumentException} with the variable that is not set, or the tag that is more than a reference. */
    String resolve(String value) {
        Matcher whole = WHOLE.matcher(value);
        if (whole.matches()) {
            return variable(whole.group(1), null);
        }
        return TAKEN_OUT.matcher(value).replaceAll(match -> {
            int number = Integer.parseInt(match.group(1));
            return Matcher.quoteReplacement(number < tags.size() ? referred(tags.get(number)) : match.group());
        });
    }

    private String referred(String tag) {
        Matcher reference = ENV.matcher(tag);
        if (!reference.matches()) {
            throw new IllegalArgumentException(
                    "holds a template other than <%= ENV[\"NAME\"] %>; only references to environment variables are resolved");
        }
        String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
        return variable(name, reference.group(3));
    }

    private String variable(String name, @Nullable String otherwise) {
        String value = variables.apply(name);
        if (value != null) {
            return value;
        }
        if (otherwise == null) {
            throw new IllegalArgumentException("refers to the environment variable " + name + ", which is not set");
        }
        return otherwise;
    }
}
