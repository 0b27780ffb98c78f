package dev.waybill.mailbox.file;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * References to environment variables in a value: {@code <%= ENV["NAME"] %>} and {@code <%= ENV.fetch("NAME", "default") %>} anywhere in
 * it, because mail_room's files are ERB templates, and {@code ${NAME}} as the whole of it, because a password may contain anything.
 */
final class Environment {
    private static final Pattern ERB = Pattern.compile("<%(.*?)%>", Pattern.DOTALL);
    private static final Pattern ENV = Pattern.compile(
            "=\\s*ENV(?:\\[\\s*['\"](\\w+)['\"]\\s*]|\\.fetch\\(\\s*['\"](\\w+)['\"]\\s*(?:,\\s*['\"]([^'\"]*)['\"]\\s*)?\\))\\s*-?");
    private static final Pattern WHOLE = Pattern.compile("\\$\\{(\\w+)}");

    private final UnaryOperator<@Nullable String> variables;

    /** Makes one from a look-up that gives null for what is not set. */
    Environment(UnaryOperator<@Nullable String> variables) {
        this.variables = variables;
    }

    /** Throws {@link IllegalArgumentException} with the variable that is not set, or the template that is more than a reference. */
    String resolve(String value) {
        Matcher whole = WHOLE.matcher(value);
        if (whole.matches()) {
            return variable(whole.group(1), null);
        }
        return ERB.matcher(value).replaceAll(match -> {
            Matcher reference = ENV.matcher(match.group(1));
            if (!reference.matches()) {
                throw new IllegalArgumentException(
                        "holds a template other than <%= ENV[\"NAME\"] %>; only references to environment variables are resolved");
            }
            String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
            return Matcher.quoteReplacement(variable(name, reference.group(3)));
        });
    }

    private String variable(String name, @Nullable String otherwise) {
        String value = variables.apply(name);
        if (value == null && otherwise == null) {
            throw new IllegalArgumentException("refers to the environment variable " + name + ", which is not set");
        }
        return value == null ? otherwise : value;
    }
}
