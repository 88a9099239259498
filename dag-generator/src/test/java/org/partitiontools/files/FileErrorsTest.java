package org.partitiontools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErrorsTest {

    @TempDir
    private Path folder;

    @Test
    void aMissingFile() {
        assertThat(messageOf(() -> Files.readString(folder.resolve("x")))).isEqualTo(folder.resolve("x") + ": no such file or directory");
    }

    @Test
    void aFolderThatIsThereAlready() {
        assertThat(messageOf(() -> Files.createDirectory(folder))).startsWith(folder + ": exists already");
    }

    @Test
    void aFileWhereAFolderIsNeeded() throws IOException {
        Path file = Files.createFile(folder.resolve("x"));

        assertThat(messageOf(() -> Files.list(file))).isEqualTo(file + ": not a directory");
    }

    @Test
    void aFolderThatIsNotEmpty() throws IOException {
        Files.createFile(folder.resolve("x"));

        assertThat(messageOf(() -> Files.delete(folder))).isEqualTo(folder + ": the directory is not empty");
    }

    @Test
    void theReasonOfTheSystemIsKept() throws IOException {
        Path file = Files.createFile(folder.resolve("x"));

        assertThat(messageOf(() -> Files.createFile(file.resolve("y")))).isEqualTo(file.resolve("y") + ": Not a directory");
    }

    @Test
    void whatIsNotText() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[] {(byte) 0xff});

        assertThat(messageOf(() -> Files.readString(file, StandardCharsets.UTF_8))).isEqualTo("a file is not UTF-8");
    }

    /** Root may do everything, so that this one is not made by a file. */
    @Test
    void aFileOfSomebodyElse() {
        assertThat(FileErrors.message(new AccessDeniedException("/dags"))).isEqualTo("/dags: permission denied");
        assertThat(FileErrors.message((Exception) new UncheckedIOException(new AccessDeniedException("/dags")))).isEqualTo("/dags: permission denied");
        assertThat(FileErrors.message(new AccessDeniedException("/dags", "/old", null))).isEqualTo("/dags -> /old: permission denied");
    }

    @Test
    void noReasonIsOnlyAPath() {
        for (FileSystemException exception : new FileSystemException[] {
            new AccessDeniedException("/x"), new NoSuchFileException("/x"), new FileAlreadyExistsException("/x"), new NotDirectoryException("/x"),
            new NotLinkException("/x"), new DirectoryNotEmptyException("/x"), new FileSystemException("/x")}) {
            assertThat(FileErrors.message(exception)).matches("/x: .+");
        }
    }

    private static String messageOf(ThrowingCallable action) {
        return FileErrors.message(catchThrowableOfType(IOException.class, action));
    }
}
