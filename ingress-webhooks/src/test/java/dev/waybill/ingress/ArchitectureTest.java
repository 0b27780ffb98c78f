package dev.waybill.ingress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.waybill.ingress", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.waybill.imap..", "dev.waybill.consumer..", "dev.waybill.cli..", "dev.waybill.devstack..")
            .because("services share the pointer format and the mailbox tables and nothing else");

    @ArchTest
    static final ArchRule ONLY_THE_WIRING_KNOWS_REDIS = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Wiring")
            .and()
            .haveSimpleNameNotStartingWith("QueueConfig")
            .and()
            .haveSimpleNameNotStartingWith("Redis")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.waybill.queue.redis..", "io.vertx.redis..")
            .because("the intake is tested on fakes of the ports, and runs on whatever the wiring gives it");

    @ArchTest
    static final ArchRule NO_CREDENTIAL_AND_NO_MAIL_SERVER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.waybill.mailbox.imap..", "org.eclipse.angus..", "jakarta.mail..")
            .because("whoever breaks into the one service that faces the Internet must find neither");

    @ArchTest
    static final ArchRule NOBODY_OUTSIDE_USES_US = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .resideInAPackage("dev.waybill.ingress")
            .should()
            .bePackagePrivate()
            .because("a service has no users but its configuration and its endpoints");
}
