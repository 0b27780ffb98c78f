package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A mail_room file on its way to the server, with the environment variables of this shell that it refers to, and no others. */
final class MailRoomRequest {
    private static final Pattern REFERENCE =
            Pattern.compile("ENV(?:\\[|\\.fetch\\()\\s*['\"](\\w+)['\"]|\\$\\{(\\w+)}");

    private MailRoomRequest() {}

    static ObjectNode of(String yaml, UnaryOperator<@Nullable String> environment) {
        ObjectNode request = Screen.JSON.createObjectNode().put("file", yaml);
        ObjectNode variables = request.putObject("variables");
        Matcher reference = REFERENCE.matcher(yaml);
        while (reference.find()) {
            String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
            String value = environment.apply(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        return request;
    }
}
