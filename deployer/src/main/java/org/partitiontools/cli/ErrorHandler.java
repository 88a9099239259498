package org.partitiontools.cli;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.partitiontools.AddressException;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.DatabaseUnavailableException;
import org.partitiontools.database.ReportedException;
import org.partitiontools.database.SqlError;
import org.partitiontools.files.FileErrors;
import org.partitiontools.log.Level;
import org.partitiontools.log.Log;
import org.partitiontools.log.LogEntry;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns exceptions into a message for people and an exit code. Stack traces are for {@code --verbose}. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

    /** Lost connection (08), authorization (28), shutdown (57P). */
    private static final Pattern UNAVAILABLE = Pattern.compile("(08|28|57P).*");
    /** The policy is malformed or contradicts itself; see doc/errors.md. */
    private static final String BAD_POLICY = "PP00";
    /** Too many partitions would be removed at once, or the current one, or there is a gap. */
    private static final Set<String> CLEANUP = Set.of("PP095", "PP096", "PP097");
    private static final String REFERENCE_TIME = "PP098";
    private static final Set<String> JAVA = Set.of("java.lang", "java.util", "java.util.concurrent", "java.time", "java.time.format");

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult arguments) {
        if (thrown instanceof ParameterException usage) {
            return handleParseException(usage, new String[0]);
        }
        Optional<Throwable> mistake = mistake(thrown);
        Exception exception = mistake.<Exception>map(cause -> new ReportedException(SqlError.unexpected(cause), cause)).orElse(thrown);
        PrintWriter err = command.getErr();
        Log log = PartitionTools.log(command.getCommandSpec());
        if (log.isPlain()) {
            err.println(command.getCommandSpec().qualifiedName() + ": " + message(exception));
        } else {
            log.write(entry(exception));
        }
        if (Verbose.isOn(command)) {
            exception.printStackTrace(err);
        }
        return mistake.isPresent() ? ExitCode.USAGE_OR_INTERNAL_ERROR : exitCode(exception);
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE_OR_INTERNAL_ERROR;
    }

    /**
     * What nobody foresaw: no command ends with the name of one of Java's exceptions and nothing else. What commands throw on purpose is declared, or an
     * exception of ours or of a library.
     */
    private static Optional<Throwable> mistake(Exception thrown) {
        Throwable cause = thrown instanceof ExecutionException ? thrown.getCause() : thrown;
        boolean isJavas = cause instanceof RuntimeException && JAVA.contains(cause.getClass().getPackageName());
        return Optional.of(cause).filter(c -> c instanceof Error || isJavas && sqlException(c).isEmpty());
    }

    static int exitCode(Throwable exception) {
        if (exception instanceof AddressException) {
            return ExitCode.DATABASE_UNAVAILABLE;
        }
        if (exception instanceof ConfigurationException) {
            return ExitCode.BAD_POLICY_OR_CONFIGURATION;
        }
        if (exception instanceof DatabaseUnavailableException) {
            return ExitCode.DATABASE_UNAVAILABLE;
        }
        return sqlException(exception).map(SqlError::of).map(ErrorHandler::exitCode).orElse(ExitCode.USAGE_OR_INTERNAL_ERROR);
    }

    /** The exit code of several errors: a failed operation hides what is less. */
    static int exitCode(List<SqlError> errors) {
        return errors.stream().mapToInt(ErrorHandler::exitCode).max().orElse(ExitCode.DONE);
    }

    private static int exitCode(SqlError error) {
        String state = error.sqlstate() == null ? "" : error.sqlstate();
        if (UNAVAILABLE.matcher(state).matches()) {
            return ExitCode.DATABASE_UNAVAILABLE;
        }
        if (CLEANUP.contains(state)) {
            return ExitCode.CLEANUP_REFUSED;
        }
        if (REFERENCE_TIME.equals(state)) {
            return ExitCode.REFERENCE_TIME_REFUSED;
        }
        return state.startsWith(BAD_POLICY) ? ExitCode.BAD_POLICY_OR_CONFIGURATION : ExitCode.OPERATION_FAILED;
    }

    private static LogEntry entry(Exception exception) {
        Optional<SqlError> error = sqlException(exception).map(SqlError::of);
        String message = exception instanceof SQLException ? "" : FileErrors.message(exception);
        return LogEntry.of(Level.error, error.isPresent() ? firstLine(message) : message).because(error.orElse(null));
    }

    private static String message(Exception exception) {
        Optional<SqlError> error = sqlException(exception).map(SqlError::of);
        if (exception instanceof SQLException) {
            return error.orElseThrow().toString();
        }
        String message = FileErrors.message(exception);
        return error.map(cause -> firstLine(message) + "\n  " + cause).orElse(message);
    }

    private static String firstLine(String text) {
        return Arrays.stream(text.split("\n")).findFirst().orElse(text);
    }

    private static Optional<SQLException> sqlException(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
