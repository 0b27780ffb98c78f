package dev.waybill.mailbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.waybill.mailbox", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_MODULE = noClasses()
            .that()
            .resideInAPackage("dev.waybill.mailbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.waybill.queue..",
                    "dev.waybill.message..",
                    "dev.waybill.consumer..",
                    "dev.waybill.imap..",
                    "dev.waybill.ingress..",
                    "dev.waybill.cli..",
                    "dev.waybill.devstack..")
            .because("the queue carries pointers to mails of any kind, and mailboxes are read without one");

    @ArchTest
    static final ArchRule PORTS_KNOW_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("dev.waybill.mailbox")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.waybill.mailbox.*..",
                    "org.eclipse.angus..",
                    "com.google.crypto..",
                    "java.sql..",
                    "javax.sql..",
                    "jakarta.persistence..")
            .because("services see ports; only their wiring names an adapter");

    @ArchTest
    static final ArchRule IMAP_KNOWS_NO_DATABASE = noClasses()
            .that()
            .resideInAPackage("dev.waybill.mailbox.imap")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..", "javax.sql..", "dev.waybill.mailbox.registry..", "dev.waybill.mailbox.file..")
            .because("a session needs a mailbox and a secret, wherever they come from");

    @ArchTest
    static final ArchRule ONLY_IMAP_KNOWS_ANGUS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waybill.mailbox.imap")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.angus..", "jakarta.mail..")
            .because("Angus Mail's exceptions are translated once, at the edge");

    @ArchTest
    static final ArchRule ONLY_GRAPH_KNOWS_ITS_SDK = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waybill.mailbox.graph")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.microsoft..", "com.azure..")
            .because("services that read no Microsoft 365 do without its 100 MB");

    @ArchTest
    static final ArchRule ONLY_GMAIL_KNOWS_ITS_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waybill.mailbox.gmail")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.api..")
            .because("the client's exceptions are translated once, at the edge");

    @ArchTest
    static final ArchRule ENTITIES_ARE_FOR_LISTS = classes()
            .that()
            .haveSimpleNameEndingWith("Entity")
            .should()
            .onlyHaveDependentClassesThat()
            .haveSimpleNameStartingWith("ConnectedMailboxes")
            .orShould()
            .onlyHaveDependentClassesThat()
            .haveSimpleNameEndingWith("Entity")
            .because("what must be right is a named statement; entities only read");
}
