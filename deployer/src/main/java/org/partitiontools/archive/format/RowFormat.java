package org.partitiontools.archive.format;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.partitiontools.Extras;
import org.partitiontools.archive.ArchiveErrors;
import org.partitiontools.archive.ArchivedFile;
import org.partitiontools.archive.Column;
import org.partitiontools.archive.StoredObject;
import org.partitiontools.database.ReportedException;

/** How rows lie in an object. Rows come and go as lines of CSV, as COPY writes them. */
public interface RowFormat {

    /**
     * The format that a task or a manifest names.
     *
     * @param columns in the order of the fields
     * @throws ReportedException PP047 if the libraries for it are not there
     */
    static RowFormat of(String format, String compression, List<Column> columns) throws ReportedException {
        if (format.equals("parquet") && !Extras.areThere()) {
            throw ArchiveErrors.extrasMissing();
        }
        Compression packing = Compression.valueOf(compression.toUpperCase(Locale.ROOT));
        return switch (format) {
            case "csv" -> new CsvFormat(packing);
            case "parquet" -> new ParquetFormat(columns, packing);
            default -> throw new IllegalArgumentException("unknown format " + format);
        };
    }

    /** What the names of such files end with. */
    String suffix();

    /** Begins an object; closing the writer closes the stream. */
    RowWriter writer(OutputStream object) throws IOException;

    /**
     * Reads an object to its end.
     *
     * @param rows takes the rows, as CSV
     * @return what was found
     */
    ArchivedFile read(StoredObject object, OutputStream rows) throws IOException, SQLException;
}
