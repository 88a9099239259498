package org.partitiontools.archive.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.partitiontools.archive.Json;
import org.partitiontools.database.Database;
import org.partitiontools.database.Identifier;
import software.amazon.awssdk.core.exception.SdkException;

/** The table {@code partition_tools.s3_server} of a database. */
public final class S3Servers {

    private final Database database;

    public S3Servers(Database database) {
        this.database = database;
    }

    /**
     * Makes a server known, or changes it to what is given; what is not given gets its default.
     *
     * @param settings columns of the table, and values of their types
     */
    public void put(String name, Map<String, Object> settings) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM partition_tools.s3_server WHERE name = ?")) {
                delete.setString(1, name);
                delete.executeUpdate();
            }
            insert(connection, name, settings);
            connection.commit();
        }
    }

    private static void insert(Connection connection, String name, Map<String, Object> settings) throws SQLException {
        List<String> columns = List.copyOf(settings.keySet());
        String names = columns.stream().map(column -> ", " + Identifier.quote(column)).collect(Collectors.joining());
        String marks = String.join("", Collections.nCopies(columns.size(), ", ?"));
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO partition_tools.s3_server (name" + names + ") VALUES (?" + marks + ")")) {
            insert.setString(1, name);
            for (int i = 0; i < columns.size(); i++) {
                insert.setObject(i + 2, settings.get(columns.get(i)));
            }
            insert.executeUpdate();
        }
    }

    /**
     * Creates the buckets of all servers where they do not exist.
     *
     * @return those created
     */
    public List<String> createBuckets() throws SQLException {
        List<String> created = new ArrayList<>();
        for (S3Server server : all()) {
            if (server.bucket() != null && createBucket(server)) {
                created.add(server.bucket() + " (" + server.name() + ")");
            }
        }
        return created;
    }

    private static boolean createBucket(S3Server server) throws SQLException {
        try (ObjectStore store = ObjectStore.open(server, server.bucket(), ObjectStore.PATIENCE)) {
            return store.createBucket();
        } catch (SdkException e) {
            throw StoreErrors.of(e, server, server.bucket());
        }
    }

    private List<S3Server> all() throws SQLException {
        List<S3Server> servers = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT row_to_json(s) FROM partition_tools.s3_server AS s ORDER BY name")) {
            while (row.next()) {
                servers.add(Json.convert(Json.read(row.getString(1)), S3Server.class));
            }
        }
        return servers;
    }
}
