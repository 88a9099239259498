package org.partitiontools.archive.format;

import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;

/** Writes rows to one object. */
public interface RowWriter extends Closeable {

    /** One row as COPY writes it in format CSV, with its line end. */
    void write(byte[] row) throws IOException, SQLException;

    /** SHA-256 of the rows as CSV. Called once, after the last row. */
    String contentSha256();
}
