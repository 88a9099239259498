package org.partitiontools.testing;

import java.io.IOException;
import java.sql.SQLException;
import org.partitiontools.database.Database;

/** A PostgreSQL that runs somewhere, as a {@link TestServer} needs it: all that depends on where it comes from. */
interface ServerProcess extends AutoCloseable {

    /** The port at which the tests reach it, on localhost. */
    int port();

    /** A database of this server for its superuser, whether it exists or not. */
    Database database(String name);

    /** Makes a tablespace in a folder of its own. */
    void createTablespace(String name) throws IOException, SQLException;

    /** What it wrote to its log so far. */
    String log() throws IOException;

    /** Puts a line before all others of pg_hba.conf, which the server reads when it is told to. */
    void addFirstRule(String rule) throws IOException;

    /** Stops it as a crash would, and starts it again at the same port. Every connection is lost. */
    void crash() throws IOException;

    /** Stops it and leaves nothing behind. */
    @Override
    void close() throws IOException;
}
