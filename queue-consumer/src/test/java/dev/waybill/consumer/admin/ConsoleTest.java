package dev.waybill.consumer.admin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console's files on the running service. */
@QuarkusTest
@WithTestResource(AdminApiServers.class)
class ConsoleTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:from |src=|href=)['\"]([\\w./-]+)['\"]");

    @Test
    void everyFileThatAFileNamesIsThere() {
        // Given
        Deque<String> open = new ArrayDeque<>(Set.of("/console/"));
        Set<String> seen = new HashSet<>();

        // When
        while (!open.isEmpty()) {
            String path = open.pop();
            if (seen.add(path)) {
                Response file = given().get(path);
                assertThat(file.statusCode()).as(path).isEqualTo(200);
                Matcher named = REFERENCE.matcher(file.asString());
                while (named.find()) {
                    open.add(URI.create(path).resolve(named.group(1)).toString());
                }
            }
        }

        // Then
        assertThat(seen)
                .contains("/console/console.js", "/console/console.css", "/console/trace.js")
                .anyMatch(path -> path.startsWith("/_static/lit-html/"));
    }

    @Test
    void pageMayTalkToNobodyElseAndNobodyMayFrameIt() {
        // When
        Response page = given().get("/console/");

        // Then
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void pageComesWithoutATokenAndDataDoNot() {
        // When
        int page = given().get("/console/").statusCode();
        int data = given().get("/v1/mailboxes").statusCode();

        // Then
        assertThat(page).isEqualTo(200);
        assertThat(data).isEqualTo(401);
    }
}
