package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code waybill trace}: one mail's whole life. */
@Command(name = "trace", description = "One mail's whole life.")
final class TraceCommand implements Callable<Integer> {
    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "ID", description = "Pointer id, Message-ID (with or without <>), or ticket:NUMBER.")
    private String id = "";

    @Override
    public Integer call() {
        return admin.run((api, screen) -> {
            JsonNode found = api.get(ApiPath.of("messages").with("id", id));
            if (json.asked()) {
                screen.json(found);
            } else {
                LifePage page = new LifePage(new Ages(InstantSource.system()));
                found.path("messages").forEach(m -> page.message(m, screen));
            }
            return 0;
        });
    }
}
