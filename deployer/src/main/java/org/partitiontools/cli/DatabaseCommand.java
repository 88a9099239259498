package org.partitiontools.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.partitiontools.api.PartitionApi;
import org.partitiontools.database.Database;
import picocli.CommandLine.Mixin;

/** What commands have in common that work in a database where Partition Tools is installed. */
abstract class DatabaseCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    /** For commands that answer with what one session asks. */
    @FunctionalInterface
    interface Question {

        int ask(PartitionApi api) throws SQLException;
    }

    final int inSession(Question question) throws SQLException {
        try (Connection session = connection.database().open()) {
            return question.ask(new PartitionApi(session));
        }
    }

    /** For commands that open several sessions. */
    final Database installedDatabase() throws SQLException {
        Database database = connection.database();
        PartitionApi.requireInstalled(database);
        return database;
    }

    final ConnectionOptions connection() {
        return connection;
    }

    final Output output() {
        return output;
    }
}
