package dev.waybill.devstack.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** The condition behind {@link RequiresServer}. */
final class ServerInstalled implements ExecutionCondition {

    private static final String SYSTEM_DIRECTORIES = ":/usr/sbin:/usr/local/sbin:/sbin";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<RequiresServer> required = context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, RequiresServer.class));
        return required.map(server -> evaluate(server, System.getenv()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("no server required"));
    }

    static ConditionEvaluationResult evaluate(RequiresServer server, Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "") + SYSTEM_DIRECTORIES;
        if (Stream.of(path.split(":", -1)).anyMatch(directory -> isProgram(directory, server.program()))) {
            return ConditionEvaluationResult.enabled(server.value() + " is installed");
        }
        String reason = server.value() + " is not installed: apt-get install " + server.value();
        if ("true".equals(environment.get("CI"))) {
            throw new ExtensionConfigurationException(reason + " (in CI this is a failure)");
        }
        return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean isProgram(String directory, String program) {
        return directory.startsWith("/") && Files.isExecutable(Path.of(directory, program));
    }
}
