package org.partitiontools.database;

import java.sql.SQLException;

/** An error that this program found, reported like one of the server's: with an SQLSTATE of class PP, a detail and a hint. */
public class ReportedException extends SQLException {

    private static final long serialVersionUID = 1L;

    private final transient SqlError error;

    public ReportedException(SqlError error, Throwable cause) {
        super(error.message(), error.sqlstate(), cause);
        this.error = error;
    }

    SqlError error() {
        return error;
    }
}
