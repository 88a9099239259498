package org.partitiontools.greenplum;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.partitiontools.testing.TestDatabase;

/**
 * An object store that the segments write to themselves. With PXF (the extension installed, its service running on each host): {@code GREENPLUM_PXF_BUCKET},
 * a bucket that exists, and {@code GREENPLUM_PXF_SERVER}, the name of PXF's server for it. Or with the s3 protocol (gpcloud): {@code S3_ENDPOINT},
 * {@code GREENPLUM_S3_BUCKET}, a bucket that exists, and {@code GREENPLUM_S3_CONFIG}, the protocol's configuration file on the segments.
 */
final class ExternalStore {

    /** What a superuser gives whoever unloads. */
    private static final String GRANT = "GRANT SELECT, INSERT ON PROTOCOL %s TO " + TestDatabase.OWNER;
    private static final String PXF = "pxf";
    private static final String S3 = "s3";
    private static final Map<String, List<String>> NEEDED = Map.of(
            PXF, List.of("GREENPLUM_PXF_BUCKET", "GREENPLUM_PXF_SERVER"),
            S3, List.of("S3_ENDPOINT", "GREENPLUM_S3_BUCKET", "GREENPLUM_S3_CONFIG"));

    private ExternalStore() {
    }

    /**
     * Makes the protocol and the S3 server {@code default}; skips the test where there is no such store.
     *
     * @return the writer
     */
    static String use(TestDatabase database) throws SQLException {
        Assumptions.assumeTrue(isThere(PXF) || isThere(S3), "no object store for the segments of Greenplum: neither " + NEEDED.get(PXF) + " nor " + NEEDED.get(S3) + " is set");
        if (isThere(PXF)) {
            usePxf(database);
            return PXF;
        }
        database.asSuperuser().execute(
                "CREATE FUNCTION public.write_to_s3() RETURNS integer AS '$libdir/gps3ext.so', 's3_export' LANGUAGE C STABLE",
                "CREATE FUNCTION public.read_from_s3() RETURNS integer AS '$libdir/gps3ext.so', 's3_import' LANGUAGE C STABLE",
                "CREATE TRUSTED PROTOCOL s3 (writefunc = public.write_to_s3, readfunc = public.read_from_s3)", GRANT.formatted("s3"));
        database.query("""
                INSERT INTO partition_tools.s3_server (name, endpoint, region, bucket, prefix, writer, config)
                VALUES ('default', ?, 'us-east-1', ?, 'partition-tools-test', 's3', ?) RETURNING name
                """, System.getenv("S3_ENDPOINT"), System.getenv("GREENPLUM_S3_BUCKET"), System.getenv("GREENPLUM_S3_CONFIG"));
        return S3;
    }

    /** The same, with PXF or not at all. */
    static void usePxf(TestDatabase database) throws SQLException {
        Assumptions.assumeTrue(isThere(PXF), "no PXF: " + NEEDED.get(PXF) + " are not set");
        database.asSuperuser().execute("CREATE EXTENSION pxf", GRANT.formatted("pxf"));
        database.query("""
                INSERT INTO partition_tools.s3_server (name, bucket, prefix, writer, config) VALUES ('default', ?, 'partition-tools-test', 'pxf', ?) RETURNING name
                """, System.getenv("GREENPLUM_PXF_BUCKET"), System.getenv("GREENPLUM_PXF_SERVER"));
    }

    private static boolean isThere(String writer) {
        return System.getenv().keySet().containsAll(NEEDED.get(writer));
    }
}
