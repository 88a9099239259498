package org.partitiontools.archive;

import java.io.IOException;
import java.io.InputStream;

/** An object in a bucket, to be read. */
public interface StoredObject {

    String key();

    long bytes();

    /**
     * Its bytes from a position to the end.
     *
     * @throws IOException where the store refuses
     */
    InputStream from(long position) throws IOException;
}
