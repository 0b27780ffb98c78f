package dev.waybill.consumer;

import java.util.List;

/** A real IMAP server on which a test has mailboxes; their password is {@link #PASSWORD}. A folder that is missing is made. */
public interface TestImap {
    String PASSWORD = "secret";

    String host();

    int port();

    /** Returns the address of a mailbox that nobody used before. */
    String newUser();

    /** Puts mails into a folder; returns their UIDs. */
    List<Long> append(String user, String folder, List<byte[]> mails);

    int count(String user, String folder);

    long uidValidity(String user, String folder);

    /** Makes a folder anew, or for the first time, empty, under another UIDVALIDITY. */
    void recreate(String user, String folder);

    /** Takes every mail out of INBOX. */
    void empty(String user);
}
