package org.partitiontools.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.partitiontools.database.Database;
import org.partitiontools.database.DatabaseSettings;
import org.partitiontools.policy.model.Timeouts;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/** Which database, as whom, and how long a statement may take. A password has no option: other users could read it in the list of processes. */
final class ConnectionOptions {

    private static final String URL = "--url";

    @Option(names = URL, paramLabel = "URL",
            description = "postgres://user@host:port/database or jdbc:postgresql://host:port/database."
                    + " Default: PGHOST, PGPORT, PGDATABASE and PGUSER, or PGSERVICE.")
    private String url;

    @Option(names = "--user", paramLabel = "NAME", description = "Database user; wins over the URL and PGUSER.")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE",
            description = "File whose first line is the password. Default: PGPASSWORD, then ~/.pgpass.")
    private Path passwordFile;

    @Option(names = "--lock-timeout", paramLabel = "TIME", converter = LockTimeout.class,
            description = "How long to wait for a lock at a time, before giving way to others: 300ms, 2s; a number counts milliseconds. Default: 300ms.")
    private Duration lockTimeout;

    @Option(names = "--statement-timeout", paramLabel = "TIME", converter = StatementTimeout.class,
            description = "How long a statement may take, a job for example, before it is ended; a job can be started again. Default: 0, no limit.")
    private Duration statementTimeout;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    private Optional<String> policyUrl = Optional.empty();

    /** An address that a policy carries, for the case that nobody says another. */
    void otherwise(Optional<String> address) {
        policyUrl = address;
    }

    Database database() {
        boolean onCommandLine = command.commandLine().getParseResult().hasMatchedOption(URL);
        Database database = new DatabaseSettings(Optional.ofNullable(url).or(() -> policyUrl), !onCommandLine,
                Optional.ofNullable(user), Optional.ofNullable(passwordFile), PartitionTools.environment(command))
                .database().with(timeouts().settings());
        return PartitionTools.statements(command).map(database::tracing).orElse(database);
    }

    /** What the options say; it wins over what policies say. */
    Timeouts timeouts() {
        return new Timeouts(Optional.ofNullable(lockTimeout), Optional.ofNullable(statementTimeout));
    }

    static final class LockTimeout implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            return time(text, Timeouts.SHORTEST);
        }
    }

    static final class StatementTimeout implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            return time(text, Duration.ZERO);
        }
    }

    private static Duration time(String text, Duration shortest) {
        return Timeouts.parse(text).filter(time -> time.compareTo(shortest) >= 0)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a time such as 300ms, 2s or 5min"
                        + (shortest.isZero() ? ", or 0" : "")));
    }
}
