package dev.waybill.consumer;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this process among the consumers. */
final class ConsumerName {
    private ConsumerName() {}

    static String ofThisProcess() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "consumer";
        }
        return host + "-" + ProcessHandle.current().pid();
    }
}
