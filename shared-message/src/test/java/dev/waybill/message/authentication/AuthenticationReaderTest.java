package dev.waybill.message.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthenticationReaderTest {
    private static final AuthenticationTrust GOOGLE = new AuthenticationTrust.Servers(Set.of("mx.google.com"));
    private static final String ALL_PASS = "spf=pass smtp.mailfrom=a@example.org; dkim=pass header.d=example.org;"
            + " dmarc=pass header.from=example.org";
    private static final String CAME_IN =
            "Received: from mail.example.org (mail.example.org. [192.0.2.1]) by mx.google.com with ESMTPS id 1;\n";
    private static final String FROM = "From: a@example.org\n";

    @Test
    void theReceivingServersWordCounts() throws IOException {
        // Given
        String mail = CAME_IN + "Authentication-Results: mx.google.com;\n  " + ALL_PASS + "\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read).isEqualTo(new Authentication(Verdict.PASS, Verdict.PASS, Verdict.PASS, true, true));
    }

    @Test
    void withoutConfigurationNothingPasses() throws IOException {
        // Given
        String mail = CAME_IN + "Authentication-Results: mx.google.com; " + ALL_PASS + "\n" + FROM;
        // When
        Authentication read = read(mail, new AuthenticationTrust.Nobody());
        // Then
        assertThat(read).isEqualTo(Authentication.UNKNOWN);
    }

    @Test
    void aForgedFieldBelowTheHopThatTheMailCameInByIsNotRead() throws IOException {
        // Given
        String mail = CAME_IN
                + "Received: from inner.example.org by mail.example.org with ESMTP id 2;\n"
                + "Authentication-Results: mx.google.com; " + ALL_PASS + "\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read).isEqualTo(Authentication.UNKNOWN);
    }

    @Test
    void theTopmostFieldWinsOverAForgedOneFurtherDown() throws IOException {
        // Given
        String mail = "Authentication-Results: mx.google.com; spf=fail smtp.mailfrom=a@example.org; dmarc=fail"
                + " header.from=example.org\n" + CAME_IN
                + "Authentication-Results: mx.google.com; " + ALL_PASS + "\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read.spf()).isEqualTo(Verdict.FAIL);
        assertThat(read.dmarc()).isEqualTo(Verdict.FAIL);
        assertThat(read.authorVerified()).isFalse();
    }

    @Test
    void twoResultsThatContradictEachOtherAreAFailure() throws IOException {
        // Given
        String mail = CAME_IN
                + "Authentication-Results: mx.google.com; dmarc=fail header.from=example.org\n"
                + "Authentication-Results: mx.google.com; " + ALL_PASS + "\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read.dmarc()).isEqualTo(Verdict.FAIL);
        assertThat(read.authorVerified()).isFalse();
    }

    @Test
    void whatStandsInACommentOrInQuotesIsNoResult() throws IOException {
        // Given
        String mail = CAME_IN
                + "Authentication-Results: mx.google.com (; dmarc=pass header.from=example.org (nested) ;);\n"
                + "  spf=fail (sender \\) ; dkim=pass header.d=example.org) smtp.mailfrom=\"a; dmarc=pass"
                + " header.from=example.org\"@evil.example\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read.spf()).isEqualTo(Verdict.FAIL);
        assertThat(read.dkim()).isEqualTo(Verdict.NONE);
        assertThat(read.dmarc()).isEqualTo(Verdict.NONE);
    }

    @Test
    void aCommentThatNeverEndsHidesAllBehindIt() throws IOException {
        // Given
        String mail = CAME_IN
                + "Authentication-Results: mx.google.com; spf=fail (; dmarc=pass header.from=example.org\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read.dmarc()).isEqualTo(Verdict.NONE);
    }

    @Test
    void aNameThatOnlyBeginsLikeOursIsNotOurs() throws IOException {
        // Given
        String mail = CAME_IN + "Authentication-Results: mx.google.com.evil.example; " + ALL_PASS + "\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read).isEqualTo(Authentication.UNKNOWN);
    }

    @Test
    void exchangeStampsTheTopmostFieldWithoutAName() throws IOException {
        // Given
        String own = "Received: from A.prod.outlook.com (2603::1) by B.prod.outlook.com with HTTPS;\n"
                + "Authentication-Results: spf=pass (sender IP is 192.0.2.1)\n smtp.mailfrom=example.org;"
                + " dkim=none (message not signed)\n header.d=none;dmarc=pass action=none header.from=example.org;"
                + "compauth=pass reason=100\n"
                + "Received: from mail.example.org (192.0.2.1) by A.mail.protection.outlook.com with Microsoft SMTP;\n";
        // When
        Authentication read = read(own + FROM, new AuthenticationTrust.Exchange());
        Authentication forged = read(
                own.replaceAll("(?s)Authentication-Results.*?reason=100\n", "")
                        + "Received: from x by y.example;\nAuthentication-Results: " + ALL_PASS + "\n" + FROM,
                new AuthenticationTrust.Exchange());
        // Then
        assertThat(read).isEqualTo(new Authentication(Verdict.PASS, Verdict.NONE, Verdict.PASS, true, true));
        assertThat(forged).isEqualTo(Authentication.UNKNOWN);
    }

    @Test
    void aPassForAnotherDomainOrForSeveralAuthorsVerifiesNobody() throws IOException {
        // Given
        String results = CAME_IN + "Authentication-Results: mx.google.com; " + ALL_PASS + "\n";
        // When
        Authentication other = read(results + "From: a@bank.example\n", GOOGLE);
        Authentication two = read(results + "From: a@example.org, b@bank.example\n", GOOGLE);
        // Then
        assertThat(other.authorVerified()).isFalse();
        assertThat(two.authorVerified()).isFalse();
    }

    @Test
    void ofSeveralSignaturesTheAuthorsCounts() throws IOException {
        // Given
        String mail = CAME_IN
                + "Authentication-Results: mx.google.com; dkim=fail header.d=list.example header.s=1;"
                + " dkim=pass header.d=example.org header.s=2\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read.dkim()).isEqualTo(Verdict.PASS);
        assertThat(read.authorVerified()).isTrue();
    }

    @Test
    void aMillionBracketsTakeNoTimeAndNoStack() throws IOException {
        // Given
        String mail = CAME_IN + "Authentication-Results: mx.google.com; spf=pass " + "(".repeat(200_000) + "\n" + FROM;
        // When
        Authentication read = read(mail, GOOGLE);
        // Then
        assertThat(read.dmarc()).isNotEqualTo(Verdict.PASS);
    }

    @Test
    void aHopThatNamesNobodyIsForeignLikeOneThatNamesAStranger() throws IOException {
        // Given
        String rest = "Authentication-Results: mx.google.com;\n  " + ALL_PASS + "\n" + FROM;
        // When
        Authentication nobody = read("Received: from by mx.google.com with ESMTPS id 1;\n" + rest, GOOGLE);
        // Then
        assertThat(nobody).isEqualTo(read(CAME_IN + rest, GOOGLE));
    }

    private static Authentication read(String header, AuthenticationTrust trust) throws IOException {
        byte[] raw = (header + "\nText\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        ParsedMail mail = new Mime4jMailReader().read(new ByteArrayInputStream(raw), AttachmentSink.discard());
        return new AuthenticationReader(trust).read(mail);
    }
}
