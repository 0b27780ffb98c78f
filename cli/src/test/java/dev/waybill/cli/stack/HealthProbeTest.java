package dev.waybill.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthProbeTest {

    private static List<String> problems(String health) throws JsonProcessingException {
        return HealthProbe.problems(new ObjectMapper().readTree(health));
    }

    @Test
    void nothingIsSaidOfAServiceThatIsWell() throws Exception {
        assertThat(problems("""
            {"status": "UP", "checks": [
              {"name": "mailboxes", "status": "UP",
               "data": {"postgres": "answers", "redis": "answers", "degraded": false, "active": 3}},
              {"name": "consumer", "status": "UP"}]}
            """)).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidAlsoOfAServiceThatIsReady() throws Exception {
        assertThat(problems("""
            {"status": "DOWN", "checks": [
              {"name": "mailboxes", "status": "UP", "data": {"postgres": "does not answer", "redis": "answers"}},
              {"name": "Redis", "status": "UP", "data": {"warning": "maxmemory-policy is allkeys-lru"}},
              {"name": "PostgreSQL", "status": "DOWN", "data": {"problem": "connection refused"}},
              {"name": "consumer loop", "status": "DOWN", "data": {"inHand": 3}}]}
            """))
                .containsExactly(
                        "postgres: does not answer",
                        "Redis: maxmemory-policy is allkeys-lru",
                        "PostgreSQL: connection refused",
                        "consumer loop: is down and does not say why");
    }
}
