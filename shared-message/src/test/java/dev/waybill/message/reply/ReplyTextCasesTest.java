package dev.waybill.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.text.HtmlCleaner;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReplyTextCasesTest {
    private final ReplyTextReader reader = new ReplyTextReader();

    @TestFactory
    Stream<DynamicTest> eachCaseIsPartedAsItsAuthorMarkedIt() {
        return ReplyCase.all().stream()
                .map(each -> DynamicTest.dynamicTest(each.id(), () -> {
                    // When
                    ReplyText read = each.read(reader);
                    // Then
                    assertThat(lines(each, read.visible())).as("visible").isEqualTo(comparable(each, each.visible()));
                    assertThat(lines(each, read.quoted())).as("quoted").isEqualTo(comparable(each, each.quoted()));
                    assertThat(lines(each, read.signature()))
                            .as("signature")
                            .isEqualTo(comparable(each, each.signature()));
                }));
    }

    @Test
    void casesOfOurOwnReachTheMeasures() {
        reaches("own cases", ReplyCase.all());
    }

    @Test
    void casesThatTheRulesWereNotWrittenWithReachTheMeasuresToo() {
        reaches("unseen cases", ReplyCase.unseen());
    }

    @Test
    void cleaningTheHtmlLeavesWhatTellsQuotesFromWords() {
        // Given
        List<ReplyCase> cases = Stream.concat(ReplyCase.all().stream(), ReplyCase.unseen().stream())
                .filter(ReplyCase::isHtml)
                .toList();
        ReplyScore score = new ReplyScore("html cases behind the cleaner");
        // When
        for (ReplyCase each : cases) {
            ReplyText raw = each.read(reader);
            ReplyText cleaned = reader.readHtml(HtmlCleaner.clean(each.html()), each.subject());
            score.add(
                    each.id(),
                    lines(each, cleaned.visible()).equals(lines(each, raw.visible())),
                    lines(each, raw.visible()),
                    lines(each, raw.quoted()),
                    lines(each, cleaned.visible()));
        }
        // Then
        System.out.println(score.report());
        // Hidden text is shown: what a person cannot see may still be the point of the mail.
        assertThat(score.exact()).isGreaterThan(0.98);
        assertThat(score.withoutLeak()).isEqualTo(1);
        assertThat(score.withoutLoss()).isEqualTo(1);
    }

    private void reaches(String name, List<ReplyCase> cases) {
        // Given
        ReplyScore score = new ReplyScore(name);
        // When
        for (ReplyCase each : cases) {
            List<String> visible = lines(each, each.read(reader).visible());
            List<String> own = comparable(each, each.visible());
            score.add(each.id(), visible.equals(own), own, comparable(each, each.quoted()), visible);
        }
        // Then
        System.out.println(score.report());
        assertThat(cases).hasSizeGreaterThanOrEqualTo(120);
        assertThat(score.exact()).as("exact").isGreaterThanOrEqualTo(0.85);
        assertThat(score.withoutLeak()).as("without a leaked line").isGreaterThanOrEqualTo(0.97);
        assertThat(score.withoutLoss()).as("without a lost line").isGreaterThanOrEqualTo(0.995);
    }

    private static List<String> lines(ReplyCase each, String text) {
        return comparable(each, text.lines().filter(line -> !Fold.isBlank(line)).toList());
    }

    private static List<String> comparable(ReplyCase each, List<String> lines) {
        return lines.stream().map(each::comparable).toList();
    }
}
