package org.partitiontools.archive.work;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;

/** Passes on what is written until the work is stopped. */
final class StoppableOutput extends FilterOutputStream {

    private final Stop stop;

    StoppableOutput(Stop stop, OutputStream out) {
        super(out);
        this.stop = stop;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stop.check();
        } catch (SQLException e) {
            throw new IOException(e);
        }
        out.write(bytes, offset, length);
    }
}
