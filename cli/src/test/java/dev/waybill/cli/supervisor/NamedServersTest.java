package dev.waybill.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.cli.stack.StackFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedServersTest {

    @Test
    void emptyEnvironmentNamesNone() {
        NamedServers named = NamedServers.of(Map.of("REDIS_URL", " "));
        assertThat(named.redis()).isEmpty();
        assertThat(named.database()).isEmpty();
    }

    @Test
    void quarkusNamesComeBeforeTheCommonOnes() {
        NamedServers named = NamedServers.of(Map.of("QUARKUS_REDIS_HOSTS", "redis://a", "REDIS_URL", "redis://b"));
        assertThat(named.redis()).contains(new NamedServers.Redis("redis://a", "QUARKUS_REDIS_HOSTS"));
    }

    @Test
    void databaseUrlIsTakenApart() {
        NamedServers named = NamedServers.of(Map.of("DATABASE_URL", "postgres://desk:pw@db:5433/mail?sslmode=require"));
        assertThat(named.database())
                .contains(new NamedServers.Database(
                        "jdbc:postgresql://db:5433/mail?sslmode=require", "desk", "pw", "DATABASE_URL"));
        assertThat(named.toString()).doesNotContain("pw");
    }

    @Test
    void credentialsOfTheirOwnVariablesComeFirst() {
        NamedServers named = NamedServers.of(Map.of(
                "DATABASE_URL", "postgresql://desk:pw@db/mail",
                "QUARKUS_DATASOURCE_USERNAME", "other",
                "QUARKUS_DATASOURCE_PASSWORD", "secret"));
        assertThat(named.database())
                .contains(new NamedServers.Database("jdbc:postgresql://db/mail", "other", "secret", "DATABASE_URL"));
    }

    @Test
    void whatIsNoDatabaseIsRefusedWithAnExample() {
        assertThatThrownBy(() -> NamedServers.of(Map.of("DATABASE_URL", "mysql://db/mail")))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("DATABASE_URL does not name a PostgreSQL database")
                .hasMessageContaining("postgres://user:password@host:5432/name");
    }
}
