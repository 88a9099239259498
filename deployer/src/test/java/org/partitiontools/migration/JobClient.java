package org.partitiontools.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** A process that executes statements, each in a session of its own: what a test kills. */
public final class JobClient {

    private JobClient() {
    }

    /** Arguments: a JDBC URL, and the statements. */
    public static void main(String[] arguments) {
        Arrays.stream(arguments).skip(1)
                .map(sql -> CompletableFuture.runAsync(() -> execute(arguments[0], sql)))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            System.out.println(e.getMessage());
        }
    }
}
