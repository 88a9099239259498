package org.partitiontools.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.partitiontools.database.Database;
import org.partitiontools.database.DatabaseSettings;
import picocli.CommandLine.Option;

/** Which database, and as whom. A password has no option: other users could read it in the list of processes. */
final class ConnectionOptions {

    @Option(names = "--url", paramLabel = "URL",
            description = "postgres://user@host:port/database or jdbc:postgresql://host:port/database."
                    + " Default: PGHOST, PGPORT, PGDATABASE and PGUSER.")
    private String url;

    @Option(names = "--user", paramLabel = "NAME", description = "Database user; wins over the URL and PGUSER.")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE",
            description = "File whose first line is the password. Default: PGPASSWORD, then ~/.pgpass.")
    private Path passwordFile;

    Database database() {
        return new DatabaseSettings(
                Optional.ofNullable(url), Optional.ofNullable(user), Optional.ofNullable(passwordFile), System.getenv())
                .database();
    }
}
