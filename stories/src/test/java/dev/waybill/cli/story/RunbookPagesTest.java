package dev.waybill.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The shape of the runbooks. */
class RunbookPagesTest {
    private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");
    private static final List<String> SHAPE =
            List.of("Meaning", "Impact", "Check first", "Diagnose", "Mitigate", "Danger", "After");

    @Test
    void everyAlertHasItsPageAndEveryPageItsAlert() throws Exception {
        List<Runbooks.Alert> alerts = Runbooks.alerts();
        assertThat(alerts)
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alert.page()).isEqualTo("runbooks/" + alert.name() + ".md"));
        assertThat(Runbooks.pages().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(Runbooks.Alert::name).toList());
    }

    @Test
    void everyPageHasTheSameShapeAndSaysWhetherMailCanBeLost() throws Exception {
        assertThat(Runbooks.everyPage().values()).isNotEmpty().allSatisfy(page -> {
            assertThat(HEADING.matcher(page).results().map((MatchResult heading) -> heading.group(1)))
                    .isEqualTo(SHAPE);
            assertThat(page).containsPattern("Mail can be lost: \\*\\*(yes|no)\\*\\*");
        });
    }

    @Test
    void everyPageQuotesItsExpression() throws Exception {
        Map<String, String> pages = Runbooks.pages();
        assertThat(Runbooks.alerts())
                .allSatisfy(alert -> assertThat(pages.get(alert.name())).contains("`" + alert.expression() + "`"));
    }
}
