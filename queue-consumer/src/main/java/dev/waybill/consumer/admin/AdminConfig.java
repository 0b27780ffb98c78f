package dev.waybill.consumer.admin;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Who may use the admin API. Without a token nobody may. */
@ConfigMapping(prefix = "waybill.admin")
public interface AdminConfig {
    /** The bearer token itself; better in a file. */
    Optional<String> token();

    /** A file that holds the bearer token. */
    Optional<Path> tokenFile();
}
