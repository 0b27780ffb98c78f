package dev.waybill.message.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.corpus.Corpora;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RealReplyTextsTest {
    private final ReplyTextReader reader = new ReplyTextReader();

    @TestFactory
    Stream<DynamicTest> noLineOfARealReplyIsLostOrDoubled() {
        return Stream.of("github_erp", "willdurand_erp")
                .flatMap(corpus -> Corpora.scored(corpus, () -> eachLineOnce(corpus)));
    }

    @TestFactory
    Stream<DynamicTest> noWordOfARealHtmlReplyIsLost() {
        return Corpora.scored("talon", this::eachWord);
    }

    private void eachLineOnce(String corpus) throws IOException {
        // Given
        List<Path> files = bodies(Corpora.folder().resolve(corpus).resolve("raw"));
        assertThat(files).hasSizeGreaterThan(20);
        for (Path file : files) {
            String body = Files.readString(file, StandardCharsets.UTF_8);
            long start = System.nanoTime();
            // When
            ReplyText read = reader.read(body);
            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(file.toString())
                    .isLessThan(Duration.ofSeconds(1));
            assertThat(EachLineOnce.missingOrDoubled(body, read))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    private void eachWord() throws Exception {
        // Given
        List<TalonCase> cases =
                TalonCase.all().stream().filter(TalonCase::isHtml).toList();
        assertThat(cases).isNotEmpty();
        for (TalonCase each : cases) {
            // When
            ReplyText read = reader.readHtml(each.body());
            // Then
            String all = read.visible() + read.quoted() + read.signature();
            words(each.body()).forEach(word -> assertThat(all).as(each.id()).contains(word));
        }
    }

    private static List<String> words(String html) {
        Document document = Jsoup.parse(html);
        document.select("style, title").remove();
        document.select("br, p, div, td, blockquote").before(" ");
        return Stream.of(document.body().wholeText().split("[\\s\u00a0]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<Path> bodies(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".txt")).sorted().toList();
        }
    }
}
