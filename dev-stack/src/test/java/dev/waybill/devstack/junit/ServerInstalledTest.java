package dev.waybill.devstack.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class ServerInstalledTest {

    @RequiresServer(value = "no-such-server", program = "no-such-program")
    private static final class Missing {}

    @RequiresServer(value = "dash", program = "sh")
    private static final class Present {}

    @Test
    void missingServerSkipsWithTheCommandThatInstallsIt() {
        ConditionEvaluationResult result = evaluate(Missing.class, Map.of("PATH", "/usr/bin"));
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("no-such-server is not installed")
                        .contains("apt-get install no-such-server"));
    }

    @Test
    void missingServerFailsInCi() {
        assertThatThrownBy(() -> evaluate(Missing.class, Map.of("PATH", "/usr/bin", "CI", "true")))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("apt-get install no-such-server");
    }

    @Test
    void installedServerLetsTheTestRun() {
        assertThat(evaluate(Present.class, Map.of("PATH", "/bin:/usr/bin")).isDisabled())
                .isFalse();
    }

    private static ConditionEvaluationResult evaluate(Class<?> test, Map<String, String> environment) {
        return ServerInstalled.evaluate(test.getAnnotation(RequiresServer.class), environment);
    }
}
