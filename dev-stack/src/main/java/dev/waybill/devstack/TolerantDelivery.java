package dev.waybill.devstack;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Takes every mail, as real servers do. GreenMail takes a mail apart when it arrives and refuses what it cannot read, such as a part with
 * two Content-Disposition fields; such a mail is stored with the same bytes and described as plain text.
 */
final class TolerantDelivery implements MessageDeliveryHandler {
    private final MessageDeliveryHandler usual;

    TolerantDelivery(MessageDeliveryHandler usual) {
        this.usual = usual;
    }

    @Override
    public GreenMailUser handle(MovingMessage message, MailAddress recipient) throws MessagingException, UserException {
        GreenMailUser user = usual.handle(message, recipient);
        return (GreenMailUser) Proxy.newProxyInstance(
                GreenMailUser.class.getClassLoader(),
                new Class<?>[] {GreenMailUser.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(user, arguments);
                    } catch (InvocationTargetException e) {
                        if (method.getName().equals("deliver") && arguments[0] instanceof MovingMessage) {
                            message.setMimeMessage(new Undescribed(message.getMessage()));
                            user.deliver(message);
                            return null;
                        }
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    /** A mail whose bytes are kept and whose structure nobody looks into. */
    private static final class Undescribed extends MimeMessage {
        Undescribed(MimeMessage mail) throws MessagingException {
            super(mail);
        }

        @Override
        public String @Nullable [] getHeader(String name) throws MessagingException {
            return name.regionMatches(true, 0, "Content-", 0, "Content-".length()) ? null : super.getHeader(name);
        }

        @Override
        public String getContentType() {
            return "text/plain";
        }

        @Override
        public boolean isMimeType(String mimeType) {
            return mimeType.equalsIgnoreCase("text/plain") || mimeType.equalsIgnoreCase("text/*");
        }
    }
}
