package dev.waybill.devstack;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserException;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Hands the mails of some addresses to others than the mail server's own mailboxes. */
final class Forwarding implements MessageDeliveryHandler {
    private final MessageDeliveryHandler usual;
    private final Map<String, Consumer<byte[]>> elsewhere = new ConcurrentHashMap<>();

    Forwarding(MessageDeliveryHandler usual) {
        this.usual = usual;
    }

    void add(String address, Consumer<byte[]> to) {
        elsewhere.put(address.toLowerCase(Locale.ROOT), to);
    }

    @Override
    public GreenMailUser handle(MovingMessage message, MailAddress recipient) throws MessagingException, UserException {
        Consumer<byte[]> to = elsewhere.get(recipient.getEmail().toLowerCase(Locale.ROOT));
        return to == null ? usual.handle(message, recipient) : user(recipient.getEmail(), to);
    }

    /** As much of a user as the delivery asks for. */
    private static GreenMailUser user(String address, Consumer<byte[]> to) {
        return (GreenMailUser) Proxy.newProxyInstance(
                GreenMailUser.class.getClassLoader(),
                new Class<?>[] {GreenMailUser.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("deliver") && arguments[0] instanceof MovingMessage message) {
                        to.accept(bytes(message));
                        return null;
                    }
                    return switch (method.getName()) {
                        case "getEmail", "getLogin", "getQualifiedMailboxID", "toString" -> address;
                        case "hashCode" -> address.hashCode();
                        case "equals" ->
                            arguments[0] instanceof GreenMailUser other && address.equals(other.getEmail());
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private static byte[] bytes(MovingMessage message) throws MessagingException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.getMessage().writeTo(bytes);
        return bytes.toByteArray();
    }
}
