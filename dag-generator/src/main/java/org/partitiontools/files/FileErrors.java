package org.partitiontools.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;

/** Words for errors with files: most of Java's exceptions for them have a path for a message and their reason only in the name of the class. */
public final class FileErrors {

    private static final Map<Class<? extends FileSystemException>, String> REASONS = Map.of(
            AccessDeniedException.class, "permission denied",
            NoSuchFileException.class, "no such file or directory",
            FileAlreadyExistsException.class, "exists already, and is not what is needed there",
            NotDirectoryException.class, "not a directory",
            NotLinkException.class, "not a symbolic link",
            DirectoryNotEmptyException.class, "the directory is not empty",
            FileSystemLoopException.class, "symbolic links lead in a circle");

    private FileErrors() {
    }

    /** What went wrong, with the path if the exception has one. */
    public static String message(IOException exception) {
        if (exception instanceof FileSystemException file && file.getReason() == null) {
            return file.getMessage() == null ? reason(file) : file.getMessage() + ": " + reason(file);
        }
        return text(exception);
    }

    /** The same of an exception that may carry one of these. */
    public static String message(Exception exception) {
        if (exception instanceof UncheckedIOException unchecked) {
            return message(unchecked.getCause());
        }
        return exception instanceof IOException file ? message(file) : text(exception);
    }

    /** Why, without the path: for messages that name the file in their own way. */
    public static String reason(IOException exception) {
        if (exception instanceof FileSystemException file) {
            return file.getReason() == null ? REASONS.getOrDefault(file.getClass(), file.getClass().getSimpleName()) : file.getReason();
        }
        return text(exception);
    }

    private static String text(Exception exception) {
        if (exception instanceof CharacterCodingException) {
            return "a file is not UTF-8";
        }
        return exception.getMessage() == null ? exception.getClass().getSimpleName() : exception.getMessage().strip();
    }
}
