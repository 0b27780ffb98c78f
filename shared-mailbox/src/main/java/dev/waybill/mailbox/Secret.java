package dev.waybill.mailbox;

/** What proves who we are to a provider. Its text never shows the secret. */
public sealed interface Secret permits Secret.Password, OAuth {
    record Password(String value) implements Secret {
        @Override
        public String toString() {
            return "Password[…]";
        }
    }
}
