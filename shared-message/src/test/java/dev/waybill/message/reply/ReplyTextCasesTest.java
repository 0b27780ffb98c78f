package dev.waybill.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

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
        // Given
        ReplyScore score = new ReplyScore("own cases");
        // When
        for (ReplyCase each : ReplyCase.all()) {
            List<String> visible = lines(each, each.read(reader).visible());
            List<String> own = comparable(each, each.visible());
            score.add(each.id(), visible.equals(own), own, comparable(each, each.quoted()), visible);
        }
        // Then
        System.out.println(score.report());
        assertThat(ReplyCase.all()).hasSizeGreaterThanOrEqualTo(120);
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
