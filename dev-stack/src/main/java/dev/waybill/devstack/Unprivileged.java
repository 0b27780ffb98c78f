package dev.waybill.devstack;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a program that refuses to run as root is run: as it is by an ordinary user; by root in a user namespace of
 * its own, where files keep their owner; where namespaces are forbidden, as the user {@code nobody}.
 */
enum Unprivileged {
    AS_WE_ARE,
    NAMESPACE,
    NOBODY;

    static Unprivileged way() {
        if (!isRoot()) {
            return AS_WE_ARE;
        }
        return LinuxUtils.isUnshareAvailable() ? NAMESPACE : NOBODY;
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    List<String> command(List<String> program) {
        List<String> prefix = switch (this) {
            case AS_WE_ARE -> List.of();
            case NAMESPACE -> List.of("unshare", "-U");
            case NOBODY -> List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
        };
        List<String> command = new ArrayList<>(prefix);
        command.addAll(program);
        return command;
    }

    /** Gives a directory to whoever the program will run as, and lets that one read the binaries. */
    void prepare(Path dataDir, Path binaries) {
        if (this != NOBODY) {
            return;
        }
        try {
            UserPrincipal nobody =
                    dataDir.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            try (Stream<Path> files = Files.walk(dataDir)) {
                for (Path file : files.toList()) {
                    Files.setOwner(file, nobody);
                }
            }
            try (Stream<Path> files = Files.walk(binaries)) {
                for (Path file : files.toList()) {
                    letOthersRead(file);
                }
            }
        } catch (IOException e) {
            throw new ServerStartException(
                    "PostgreSQL does not run as root, and " + dataDir + " could not be given to the user nobody: "
                            + e.getMessage() + ". Run waybill as an ordinary user.",
                    e);
        }
    }

    private static void letOthersRead(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return;
        }
        Set<PosixFilePermission> permissions =
                EnumSet.copyOf(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        permissions.add(PosixFilePermission.OTHERS_READ);
        if (permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        Files.setPosixFilePermissions(file, permissions);
    }
}
