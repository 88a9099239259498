package org.partitiontools.greenplum;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.partitiontools.testing.TestDatabase;

/**
 * An object store that the segments write to with the s3 protocol (gpcloud): the environment variables {@code S3_ENDPOINT},
 * {@code GREENPLUM_S3_BUCKET}, a bucket that exists, and {@code GREENPLUM_S3_CONFIG}, the protocol's configuration file on the segments.
 */
final class ExternalStore {

    private ExternalStore() {
    }

    /** Makes the protocol and the S3 server {@code default}; skips the test where there is no such store. */
    static void use(TestDatabase database) throws SQLException {
        Map<String, String> environment = System.getenv();
        for (String name : new String[] {"S3_ENDPOINT", "GREENPLUM_S3_BUCKET", "GREENPLUM_S3_CONFIG"}) {
            Assumptions.assumeTrue(environment.containsKey(name), name + " is not set: no object store for the segments of Greenplum");
        }
        database.execute(
                "CREATE FUNCTION public.write_to_s3() RETURNS integer AS '$libdir/gps3ext.so', 's3_export' LANGUAGE C STABLE",
                "CREATE FUNCTION public.read_from_s3() RETURNS integer AS '$libdir/gps3ext.so', 's3_import' LANGUAGE C STABLE",
                "CREATE PROTOCOL s3 (writefunc = public.write_to_s3, readfunc = public.read_from_s3)");
        database.query("""
                INSERT INTO partition_tools.s3_server (name, endpoint, region, bucket, prefix, writer, config)
                VALUES ('default', ?, 'us-east-1', ?, 'partition-tools-test', 's3', ?) RETURNING name
                """, environment.get("S3_ENDPOINT"), environment.get("GREENPLUM_S3_BUCKET"), environment.get("GREENPLUM_S3_CONFIG"));
    }
}
