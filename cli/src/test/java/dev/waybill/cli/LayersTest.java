package dev.waybill.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.waybill.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule VERBS_REACH_THE_SUPERVISOR_BY_ITS_STATE_FILE_ALONE = noClasses()
            .that()
            .resideInAPackage("dev.waybill.cli.stack")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.waybill.cli.supervisor")
            .because("the supervisor is a process of its own, which may be killed");

    @ArchTest
    static final ArchRule ADMIN_VERBS_START_NO_SERVERS = noClasses()
            .that()
            .resideInAPackage("dev.waybill.cli.admin")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.waybill.cli.supervisor", "dev.waybill.devstack")
            .because("in a container they talk to a server that no ./waybill up started");
}
