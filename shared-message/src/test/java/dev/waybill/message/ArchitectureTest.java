package dev.waybill.message;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;

@AnalyzeClasses(packages = "dev.waybill.message", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule PURE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.waybill.message..",
                    "java..",
                    "org.jspecify..",
                    "org.apache.james.mime4j..",
                    "org.jsoup..",
                    "org.owasp.html..",
                    "com.fasterxml.jackson.core..",
                    "com.google.re2j..")
            .because("a mail is read the same way in a service, in the command line tool and in a test: without"
                    + " framework or server");

    @ArchTest
    static final ArchRule NO_DATABASE_AND_NO_NETWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "java.net.http..", "java.nio.channels..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Socket.class, ServerSocket.class, URL.class, HttpURLConnection.class, InetAddress.class)
            .because("reading a mail must not reach out, whatever the mail says");

    @ArchTest
    static final ArchRule ONLY_THE_WALK_KNOWS_MIME4J = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waybill.message.mime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.james.mime4j..")
            .because("its limits and its leniency are wrapped in one place");

    @ArchTest
    static final ArchRule ONLY_THE_CLEANER_KNOWS_THE_SANITIZER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.waybill.message.text..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.owasp.html..")
            .because("one policy decides what of a sender's HTML is shown");
}
