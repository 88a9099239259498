package org.partitiontools.archive.work;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.zip.ZipException;
import org.partitiontools.archive.ArchiveErrors;
import org.partitiontools.archive.ArchivedFile;
import org.partitiontools.archive.format.RowFormat;
import org.partitiontools.archive.store.ObjectStore;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads an object of an archive, and proves that it is what the manifest says. */
final class ReadBack {

    private final ObjectStore store;
    private final RowFormat format;

    ReadBack(ObjectStore store, RowFormat format) {
        this.store = store;
        this.format = format;
    }

    /**
     * Reads one object.
     *
     * @param rows takes its rows
     * @throws SQLException if it is another one
     */
    void read(ArchivedFile expected, OutputStream rows) throws IOException, SQLException {
        ArchivedFile found;
        try {
            found = format.read(store.object(expected.key()), rows);
        } catch (SdkException e) {
            throw e;
        } catch (EOFException | ZipException | ZstdIOException | RuntimeException e) {
            // Parquet raises unchecked exceptions where bytes are not what it expects.
            throw ArchiveErrors.verification("object \"" + expected.key() + "\" cannot be read back", e.getMessage());
        }
        if (!found.equals(expected)) {
            throw ArchiveErrors.verification("object \"" + expected.key() + "\" is not what was written", describe(expected, found));
        }
    }

    private static String describe(ArchivedFile expected, ArchivedFile found) {
        return "Written: " + describe(expected) + ". Read back: " + describe(found) + ".";
    }

    private static String describe(ArchivedFile file) {
        return file.rows() + " rows, " + file.bytes() + " bytes, SHA-256 " + file.sha256() + ", of the rows " + file.contentSha256();
    }
}
