package org.partitiontools.archive;

import org.partitiontools.Extras;
import org.partitiontools.database.ReportedException;
import org.partitiontools.database.SqlError;

/** What can be wrong with an archive, as errors with an SQLSTATE, see doc/errors.md. */
public final class ArchiveErrors {

    private static final String VERIFICATION_FAILED = "PP072";
    private static final String NOT_REPRESENTABLE = "PP076";
    private static final String EXTRAS_MISSING = "PP047";
    private static final String QUERY_CANCELED = "57014";

    private ArchiveErrors() {
    }

    /** What was read back is not what was written, or an archive is not what its manifest says. */
    public static ReportedException verification(String message, String detail) {
        return new ReportedException(new SqlError(VERIFICATION_FAILED, message, detail,
                "Nothing was changed in the database. Start the job again; if it fails again, the object store does not keep what it is given."),
                null);
    }

    /** A value that Parquet has no place for. */
    public static ReportedException notRepresentable(Column column, String value) {
        String shown = value.length() > 100 ? value.substring(0, 100) + "..." : value;
        return new ReportedException(new SqlError(NOT_REPRESENTABLE,
                "column \"" + column.name() + "\" has a value that Parquet cannot hold faithfully",
                "The type is " + column.type() + ", the value is " + shown + ".",
                "Set format to csv in partition_tools.s3_server."), null);
    }

    /** The libraries for Parquet are not there. */
    public static ReportedException extrasMissing() {
        return new ReportedException(new SqlError(EXTRAS_MISSING, "Parquet needs libraries that this program was started without", null,
                Extras.REMEDY + " Then start the job again. Or set format to csv in partition_tools.s3_server."), null);
    }

    public static ReportedException cancelled() {
        return new ReportedException(new SqlError(QUERY_CANCELED, "the work was cancelled", null, null), null);
    }
}
