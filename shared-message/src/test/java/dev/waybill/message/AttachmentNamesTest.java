package dev.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AttachmentNamesTest {
    @Test
    void pathsControlAndBidiCharactersAreGone() {
        assertThat(AttachmentNames.clean("../../etc/passwd")).isEqualTo("passwd");
        assertThat(AttachmentNames.clean("C:\\Users\\a\\report.doc")).isEqualTo("report.doc");
        assertThat(AttachmentNames.clean("in\u202Evoice\u0000\u0007.pdf")).isEqualTo("invoice.pdf");
        assertThat(AttachmentNames.clean("two\r\nlines.txt")).isEqualTo("two  lines.txt");
        assertThat(AttachmentNames.clean("evil.exe. . .")).isEqualTo("evil.exe");
        assertThat(AttachmentNames.clean("..")).isEmpty();
        assertThat(AttachmentNames.clean("dir/")).isEmpty();
    }

    @Test
    void longNamesKeepTheirExtension() {
        // When
        String name = AttachmentNames.clean("a".repeat(300) + ".pdf");
        // Then
        assertThat(name).hasSize(255).endsWith("a.pdf");
        assertThat(AttachmentNames.clean("\uD83D\uDE00".repeat(200)))
                .hasSizeLessThanOrEqualTo(255)
                .doesNotContain("\uFFFD");
    }

    @Test
    void namesAreMadeUpByType() {
        assertThat(AttachmentNames.madeUp("application/pdf", 3)).isEqualTo("attachment-3.pdf");
        assertThat(AttachmentNames.madeUp("text/x-unknown", 1)).isEqualTo("attachment-1.txt");
        assertThat(AttachmentNames.madeUp("x/y", 1)).isEqualTo("attachment-1.bin");
    }
}
