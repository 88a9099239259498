package org.partitiontools.cli;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.DatabaseUnavailableException;
import org.partitiontools.database.SqlError;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns exceptions into a message for people and an exit code. Stack traces are for {@code --verbose}. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + message(exception));
        if (Verbose.isOn(command)) {
            exception.printStackTrace(err);
        }
        return exitCode(exception);
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

    static int exitCode(Throwable exception) {
        if (exception instanceof ConfigurationException) {
            return ExitCode.BAD_POLICY_OR_CONFIGURATION;
        }
        if (exception instanceof DatabaseUnavailableException) {
            return ExitCode.DATABASE_UNAVAILABLE;
        }
        return sqlException(exception).map(ErrorHandler::exitCode).orElse(ExitCode.USAGE_OR_INTERNAL_ERROR);
    }

    /** Classes 08 (connection), 28 (authorization) and 57P (shutdown) mean that the server is not there for us. */
    private static int exitCode(SQLException exception) {
        String state = Optional.ofNullable(exception.getSQLState()).orElse("");
        boolean unavailable = state.startsWith("08") || state.startsWith("28") || state.startsWith("57P");
        return unavailable ? ExitCode.DATABASE_UNAVAILABLE : ExitCode.OPERATION_FAILED;
    }

    private static String message(Throwable exception) {
        Optional<SqlError> error = sqlException(exception).map(SqlError::of);
        if (exception instanceof SQLException) {
            return error.orElseThrow().toString();
        }
        String message = exception.getMessage() == null
                ? exception.getClass().getSimpleName()
                : exception.getMessage().strip();
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
