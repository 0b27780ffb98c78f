package dev.waybill.imap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

@AnalyzeClasses(packages = "dev.waybill.imap", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.waybill.ingress..", "dev.waybill.consumer..", "dev.waybill.cli..", "dev.waybill.devstack..")
            .because("services share the pointer format and the mailbox tables and nothing else");

    @ArchTest
    static final ArchRule ONLY_THE_WIRING_KNOWS_REDIS_AND_IMAP = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Wiring")
            .and()
            .haveSimpleNameNotStartingWith("QueueConfig")
            .and()
            .haveSimpleNameNotStartingWith("MailboxConfig")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.waybill.queue.redis..", "dev.waybill.mailbox.imap..", "io.vertx..", "org.eclipse.angus..")
            .because("the watchers are tested on fakes of the ports, and run on whatever the wiring gives them");

    @ArchTest
    static final ArchRule ONLY_THE_CLOCK_READS_THE_TIME = noClasses()
            .that()
            .doNotBelongToAnyOf(Time.class)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", Duration.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("tests step the time");

    @ArchTest
    static final ArchRule NOBODY_OUTSIDE_USES_US = classes()
            .that()
            .areTopLevelClasses()
            .should()
            .bePackagePrivate()
            .because("a service has no users but its configuration");
}
