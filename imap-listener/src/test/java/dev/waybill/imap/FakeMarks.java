package dev.waybill.imap;

import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.RegistryUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Folder marks in memory, newest last. */
final class FakeMarks implements FolderMarks {
    private final List<FolderMark> marks = new ArrayList<>();
    private boolean down;

    synchronized void down(boolean isDown) {
        down = isDown;
    }

    synchronized void completeUntil(String folder, long uid) {
        marks.replaceAll(mark -> mark.folder().equals(folder)
                ? new FolderMark(mark.mailbox(), folder, mark.uidValidity(), mark.startUid(), uid)
                : mark);
    }

    private void checkUp() {
        if (down) {
            throw new RegistryUnavailableException("reading the marks", new SQLException("connection refused"));
        }
    }

    @Override
    public synchronized Optional<FolderMark> find(UUID mailbox, String folder) {
        checkUp();
        return marks.reversed().stream()
                .filter(mark -> mark.mailbox().equals(mailbox) && mark.folder().equals(folder))
                .findFirst();
    }

    @Override
    public synchronized FolderMark begin(FolderMark mark) {
        checkUp();
        Optional<FolderMark> there = marks.stream()
                .filter(m -> m.mailbox().equals(mark.mailbox())
                        && m.folder().equals(mark.folder())
                        && m.uidValidity() == mark.uidValidity())
                .findFirst();
        if (there.isEmpty()) {
            marks.add(mark);
        }
        return there.orElse(mark);
    }

    @Override
    public synchronized List<FolderMark> all(UUID mailbox) {
        checkUp();
        return marks.reversed().stream()
                .filter(mark -> mark.mailbox().equals(mailbox))
                .toList();
    }

    @Override
    public synchronized boolean complete(UUID mailbox, String folder, long uidValidity, long completeUntil) {
        checkUp();
        boolean[] moved = {false};
        marks.replaceAll(mark -> {
            boolean its = mark.mailbox().equals(mailbox)
                    && mark.folder().equals(folder)
                    && mark.uidValidity() == uidValidity
                    && mark.completeUntil() < completeUntil;
            moved[0] |= its;
            return its ? new FolderMark(mailbox, folder, uidValidity, mark.startUid(), completeUntil) : mark;
        });
        return moved[0];
    }
}
