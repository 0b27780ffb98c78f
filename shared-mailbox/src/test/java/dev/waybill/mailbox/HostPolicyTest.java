package dev.waybill.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {
    private final HostPolicy publicOnly = new HostPolicy(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.100.100.200",
                "192.0.0.192",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2001:0:53aa::1",
                "localhost"
            })
    void addressOfAnInnerNetworkIsRefusedInASentence(String host) {
        // When
        var refusal = publicOnly.refusal(host);

        // Then
        assertThat(refusal)
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains(host, "waybill.mailbox.allow-private-hosts=true"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "100.128.0.1",
                "192.0.2.1",
                "198.20.0.1",
                "2606:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::"
            })
    void addressOnThePublicInternetIsAllowed(String host) {
        assertThat(publicOnly.refusal(host)).isEmpty();
    }

    @Test
    void nameThatDoesNotResolveIsLeftToTheConnection() {
        assertThat(publicOnly.refusal("no-such-host.invalid")).isEmpty();
    }

    @Test
    void nameIsJudgedByTheAddressThatIsConnectedTo() throws UnknownHostException {
        // Given
        InetAddress rebound = InetAddress.getByAddress("imap.example.org", new byte[] {10, 0, 0, 7});

        // When
        var refusal = publicOnly.refusal("imap.example.org", rebound);

        // Then
        assertThat(refusal).hasValueSatisfying(sentence -> assertThat(sentence).contains("10.0.0.7"));
    }

    @Test
    void everythingIsAllowedWhereTheOperatorSaysSo() {
        assertThat(new HostPolicy(true).refusal("127.0.0.1")).isEmpty();
    }
}
