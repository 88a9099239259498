package org.partitiontools.testing;

import java.sql.SQLException;
import org.partitiontools.database.Database;

/** Where databases for tests are made. */
interface TestHost {

    /** A new database with the bundle installed. */
    TestDatabase createDatabase() throws SQLException;

    /** A new database without the bundle. */
    TestDatabase createEmptyDatabase() throws SQLException;

    /** Lets {@link TestDatabase#OWNER} make tables in a database, and operate them, and no more. */
    void admitOwner(String name) throws SQLException;

    /** Drops a database, whoever is connected to it. */
    void dropDatabase(String name) throws SQLException;

    /** A database on this host, whether it exists or not. */
    Database database(String name);
}
