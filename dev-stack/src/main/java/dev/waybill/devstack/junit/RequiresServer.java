package dev.waybill.devstack.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test that needs a server of Debian's. Where that is not installed the test is skipped, with the command
 * that installs it as the reason; in CI ({@code CI=true}) it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServerInstalled.class)
public @interface RequiresServer {

    /** The Debian package, such as {@code dovecot-imapd}. */
    String value();

    /** The program that the package brings, looked for on the PATH and in the system's sbin directories. */
    String program();
}
