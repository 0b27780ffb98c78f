package dev.waybill.consumer;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.waybill.consumer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> ADAPTER = describe(
            "an adapter",
            c -> c.getName()
                    .matches(
                            "dev\\.waybill\\..*\\.(Postgres|Angus|Tink|Directory|System|Redis|Polling|Mime4j)[A-Z]\\w*(\\$.*)?"));

    @ArchTest
    static final ArchRule wiringNamesAdapters = noClasses()
            .that()
            .haveNameNotMatching("dev\\.waybill\\.consumer\\.\\w+Wiring(\\$.*)?")
            .and()
            .doNotHaveSimpleName("Chores")
            .and(not(ADAPTER))
            .should()
            .dependOnClassesThat(ADAPTER)
            .because("the rest sees ports, so that an adapter is exchanged, or faked, in one place");

    @ArchTest
    static final ArchRule adaptersReadClocks = noClasses()
            .that()
            .resideOutsideOfPackage("..pace..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .because("time is stepped in tests, and what reads a clock by itself cannot be stepped");

    @ArchTest
    static final ArchRule adaptersSleep = noClasses()
            .that()
            .resideOutsideOfPackage("..pace..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("a thread that sleeps elsewhere is deaf to a stop and slow in tests");

    @ArchTest
    static final ArchRule servicesDoNotMeet = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.waybill.imap..", "dev.waybill.ingress..", "dev.waybill.cli..", "dev.waybill.devstack..")
            .because("services share the pointer's format and the registry's tables, and are deployed one by one");

    @ArchTest
    static final ArchRule theLoopKnowsNoMail = noClasses()
            .that()
            .resideInAPackage("..loop..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.waybill.mailbox..", "dev.waybill.message..", "java.sql..", "javax.sql..")
            .because("leases and fencing are tested without a mail server or a database");

    @ArchTest
    static final ArchRule theLedgerKnowsNoNetwork = noClasses()
            .that()
            .resideInAnyPackage("..ledger..", "..ticket..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.waybill.mailbox..", "java.net..", "..resolve..", "..loop.."))
            .because("a transaction that waits for a network holds locks that other mails wait for");

    @ArchTest
    static final ArchRule nobodyDependsOnTheAdminApi = noClasses()
            .that()
            .resideOutsideOfPackage("..admin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.waybill.consumer.admin..")
            .because("the pipeline works the same when nobody looks");

    @ArchTest
    static final ArchRule packagesFormNoRing = slices().matching("dev.waybill.consumer.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a ring of packages can only be read, tested and changed as a whole");
}
