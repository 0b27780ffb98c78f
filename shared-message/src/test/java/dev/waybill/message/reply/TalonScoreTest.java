package dev.waybill.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.corpus.Corpora;
import dev.waybill.message.reply.BodyLine.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TalonScoreTest {
    private final ReplyTextReader reader = new ReplyTextReader();

    @TestFactory
    Stream<DynamicTest> talonReachesTheMeasures() {
        return Corpora.scored("talon replies", this::scoreReplies);
    }

    private void scoreReplies() throws Exception {
        // Given
        List<TalonCase> cases = TalonCase.all().stream()
                .filter(each -> !each.kind().equals("signature"))
                .toList();
        // When
        ReplyScore all = score("talon, all", cases, each -> true);
        ReplyScore seen = score("talon, even lines of the manifest", cases, each -> each.index() % 2 == 0);
        ReplyScore unseen = score("talon, odd lines of the manifest", cases, each -> each.index() % 2 == 1);
        // Then
        System.out.println(all.report());
        System.out.println(seen.report().lines().findFirst().orElseThrow());
        System.out.println(unseen.report().lines().findFirst().orElseThrow());
        System.out.println(
                "talon, exact without putting signatures back: " + exactAlone(cases) + " of " + cases.size());
        assertThat(all.exact()).as("exact").isGreaterThanOrEqualTo(0.85);
        assertThat(all.withoutLeak()).as("without a leaked line").isGreaterThanOrEqualTo(0.97);
        assertThat(all.withoutLoss()).as("without a lost line").isGreaterThanOrEqualTo(0.995);
    }

    @TestFactory
    Stream<DynamicTest> signaturesOfTalonAreFoundOrStayVisible() {
        return Corpora.scored("talon signatures", this::scoreSignatures);
    }

    private void scoreSignatures() throws Exception {
        // Given
        List<TalonCase> cases = TalonCase.all().stream()
                .filter(each -> each.kind().equals("signature"))
                .toList();
        int found = 0;
        for (TalonCase each : cases) {
            // When
            ReplyText read = reader.read(each.body());
            // Then
            boolean exact = read.signature().strip().equals(each.expected().strip());
            found += exact ? 1 : 0;
            System.out.println("talon " + each.id()
                    + (exact ? ": exact" : ": read " + read.signature().lines().toList()));
            assertThat(each.expected().strip())
                    .as(each.id())
                    .contains(read.signature().strip());
        }
        System.out.println("talon signatures: " + found + " of " + cases.size() + " exact");
        assertThat(cases).isNotEmpty();
    }

    private long exactAlone(List<TalonCase> cases) {
        return cases.stream()
                .filter(each -> {
                    ReplyText read = each.isHtml() ? reader.readHtml(each.body()) : reader.read(each.body());
                    return comparable(each, read.visible()).equals(comparable(each, expected(each)));
                })
                .count();
    }

    private static String expected(TalonCase each) {
        return each.compare().startsWith("HTML") ? Jsoup.parse(each.expected()).wholeText() : each.expected();
    }

    private ReplyScore score(String name, List<TalonCase> cases, Predicate<TalonCase> which) {
        ReplyScore score = new ReplyScore(name);
        for (TalonCase each : cases) {
            if (which.test(each)) {
                add(score, each);
            }
        }
        return score;
    }

    /** Talon leaves signatures where they are; ours are put back before the texts are compared. */
    private void add(ReplyScore score, TalonCase each) {
        Body body = each.isHtml() ? reader.scanHtml(each.body(), "") : reader.scan(Body.ofPlain(each.body()), "");
        String visible = body.textOf(EnumSet.of(Kind.VISIBLE, Kind.SIGNATURE));
        String expected =
                each.compare().startsWith("HTML") ? Jsoup.parse(each.expected()).wholeText() : each.expected();
        boolean exact = comparable(each, visible).equals(comparable(each, expected));
        if (each.compare().startsWith("HTML")) {
            addWhole(score, each, exact, comparable(each, visible), comparable(each, expected));
            return;
        }
        List<String> own = lines(each, expected);
        List<String> others = lines(each, body.textOf(EnumSet.allOf(Kind.class))).stream()
                .filter(line -> !own.contains(line))
                .toList();
        score.add(each.id(), exact, own, others, lines(each, visible));
    }

    /** These expectations have no lines any more: what is lost or leaked is told by the order of their characters. */
    private static void addWhole(ReplyScore score, TalonCase each, boolean exact, String visible, String expected) {
        boolean lost = !holds(visible, expected);
        boolean leaked = !holds(expected, visible);
        List<String> own = List.of(expected);
        List<String> read = lost ? List.of() : leaked ? List.of(expected, visible) : own;
        score.add(each.id(), exact, own, leaked ? List.of(visible) : List.of(), read);
    }

    /** Whether all characters of {@code part} stand in {@code whole}, in their order. */
    private static boolean holds(String whole, String part) {
        int at = 0;
        for (int i = 0; i < whole.length() && at < part.length(); i++) {
            at += whole.charAt(i) == part.charAt(at) ? 1 : 0;
        }
        return at == part.length();
    }

    private static String comparable(TalonCase each, String text) {
        return each.compare().equals("trim") ? text.strip() : text.replaceAll("\\s|\u00a0", "");
    }

    private static List<String> lines(TalonCase each, String text) {
        return text.lines()
                .filter(line -> !Fold.isBlank(line))
                .map(line -> comparable(each, line.strip()))
                .toList();
    }
}
