package dev.waybill.cli.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the command line names: files; folders, with every file below them in the order of their names (hidden ones and links are left
 * out, the ending does not matter: mail folders on disk use none); and {@code -} for standard input. One is open at a time.
 */
final class MailInputs {
    static final String STANDARD_INPUT = "-";
    private static final int DEEPEST = 100;

    private final InputStream standardInput;
    private final Reader reader;

    MailInputs(InputStream standardInput, Reader reader) {
        this.standardInput = standardInput;
        this.reader = reader;
    }

    /** Takes the inputs one by one. */
    interface Reader {
        void read(String name, InputStream content) throws IOException;

        /** Says of an input why it is not read. */
        void unreadable(String name, String why);

        /** Whether nobody reads the results any more. */
        boolean done();
    }

    void readAll(List<String> named) {
        for (String name : named) {
            if (reader.done()) {
                return;
            }
            if (name.equals(STANDARD_INPUT)) {
                read(name, standardInput);
            } else {
                named(name);
            }
        }
    }

    private void named(String name) {
        try {
            Path path = Path.of(name);
            if (!Files.isDirectory(path)) {
                file(path);
            } else if (folder(path, 0) == 0) {
                reader.unreadable(name, "the folder holds no file");
            }
        } catch (InvalidPathException e) {
            reader.unreadable(name, "this is no name that a file can have");
        }
    }

    /** Returns how many files it holds. */
    private int folder(Path folder, int depth) {
        String[] names = folder.toFile().list();
        if (names == null) {
            reader.unreadable(folder.toString(), "the folder cannot be listed: check its permissions");
            return 1;
        }
        Arrays.sort(names);
        int files = 0;
        for (String name : names) {
            Path path = folder.resolve(name);
            if (name.startsWith(".") || Files.isSymbolicLink(path) || reader.done()) {
                continue;
            }
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                files += depth < DEEPEST ? folder(path, depth + 1) : 0;
            } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                file(path);
                files++;
            }
        }
        return files;
    }

    private void file(Path path) {
        try (InputStream content = Files.newInputStream(path)) {
            read(path.toString(), content);
        } catch (NoSuchFileException e) {
            reader.unreadable(path.toString(), "there is no such file");
        } catch (AccessDeniedException e) {
            reader.unreadable(path.toString(), "it may not be read: check its permissions");
        } catch (IOException e) {
            reader.unreadable(path.toString(), String.valueOf(e.getMessage()));
        }
    }

    /** A defect of ours on one mail must not keep the others from being read. */
    private void read(String name, InputStream content) {
        try {
            reader.read(name, content);
        } catch (IOException e) {
            reader.unreadable(name, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            reader.unreadable(name, "this is a defect of Waybill; please report it with the mail: " + e);
        }
    }
}
