package dev.waybill.queue.redis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.waybill.queue", importOptions = ImportOption.DoNotIncludeTests.class)
final class LayersTest {
    @ArchTest
    static final ArchRule THE_QUEUE_KNOWS_NO_HTTP_MAIL_SQL_OR_CDI = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta..",
                    "javax..",
                    "java.sql..",
                    "java.net.http..",
                    "io.quarkus..",
                    "io.vertx.ext..",
                    "org.eclipse..")
            .because("an outbound service joins later, and everybody wires the queue himself");

    @ArchTest
    static final ArchRule PORTS_KNOW_NO_REDIS = noClasses()
            .that()
            .resideInAPackage("dev.waybill.queue")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "dev.waybill.queue.redis..")
            .because("the fake and the adapter stand behind the same ports");

    @ArchTest
    static final ArchRule ONLY_THE_FACTORY_AND_ITS_SETTINGS_ARE_PUBLIC = classes()
            .that()
            .resideInAPackage("dev.waybill.queue.redis")
            .and()
            .haveModifier(JavaModifier.PUBLIC)
            .should()
            .haveSimpleName("RedisQueue")
            .orShould()
            .haveSimpleName("QueueSettings")
            .orShould()
            .haveSimpleName("KeyNames")
            .orShould()
            .haveSimpleName("RedisSafety")
            .orShould()
            .haveSimpleName("RedisCalls")
            .because("whoever names an adapter cannot be given the fake");

    @ArchTest
    static final ArchRule NOBODY_READS_THE_WALL_CLOCK = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .because("the queue's time is the Redis server's");
}
