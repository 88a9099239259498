package org.partitiontools.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/** Writes a file so that whoever reads the directory, such as a scheduler, never sees half of it. */
public final class AtomicFile {

    private static final String READABLE_BY_ALL = "rw-r--r--";

    private AtomicFile() {
    }

    /** Replaces the file's content; a file that has it already keeps its time of change. */
    public static void write(Path file, byte[] content) throws IOException {
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        // A hidden name without extension: schedulers that scan the directory pass over it.
        Path temporary = createBeside(file);
        try {
            Files.write(temporary, content);
            shareWithAll(temporary);
            replace(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path createBeside(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        try {
            return Files.createTempFile(folder, ".partition-tools-", "");
        } catch (AccessDeniedException e) {
            // It would name a file that nobody asked for.
            throw new AccessDeniedException(folder.toString(), null, "permission denied to write " + file.getFileName() + " there");
        }
    }

    /** Temporary files are private, but the scheduler is usually another user. */
    private static void shareWithAll(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(READABLE_BY_ALL));
        }
    }

    private static void replace(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
