package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.cli.Plain;
import picocli.CommandLine.Option;

/** The option that prints the server's answer as it is. */
final class JsonOption {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean asked() {
        return json;
    }

    /** Prints what the server did, or would do. */
    int report(Screen screen, JsonNode answer) {
        if (json) {
            screen.json(answer);
        } else {
            screen.line(Plain.block(answer.path("message").asText("done")));
        }
        return 0;
    }
}
