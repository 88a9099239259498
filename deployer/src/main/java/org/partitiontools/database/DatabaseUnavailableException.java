package org.partitiontools.database;

import java.sql.SQLException;

/** The server cannot be reached, or refuses the login. */
public class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(String message, SQLException cause) {
        super(message, cause);
    }
}
