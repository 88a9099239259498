package org.partitiontools.archive.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.database.Database;
import org.partitiontools.database.SqlError;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;

/** What goes to the archive comes back as it was. */
@PartitionToolsDatabase
class RoundTripIT {

    private final TestDatabase any;

    RoundTripIT(TestDatabase any) {
        this.any = any;
    }

    @Sampled(4)
    @ParameterizedTest
    @CsvSource({"csv, gzip", "csv, zstd", "csv, none", "parquet, gzip", "parquet, zstd", "parquet, none"})
    void everyTypeComesBack(String format, String compression) throws Exception {
        try (ArchiveCase archive = everyType("format = '" + format + "', compression = '" + compression + "'")) {
            archive.work(archive.job());
            assertThat(archive.hasJanuary()).isFalse();
            assertThat(archive.differences()).isPositive();

            archive.restore();
            assertThat(archive.hasJanuary()).isTrue();
            assertThat(archive.differences()).isZero();
        }
    }

    /** A new version of PostgreSQL with a new type fails here, and not in somebody's archive. */
    @Test
    void noTypeWasForgotten() throws SQLException {
        Set<String> missing = new TreeSet<>(any.queryForStrings("""
                SELECT typname FROM pg_type
                WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm')
                  AND (typelem = 0 OR typarray <> 0)"""));
        missing.removeAll(BaseTypes.NOT_IN_TABLES);
        missing.removeAll(BaseTypes.names());
        missing.remove("bpchar");
        assertThat(missing).isEmpty();
    }

    @Test
    void manyFilesAndSessions() throws Exception {
        try (ArchiveCase archive = ArchiveCase.of(any, "id int", "SELECT generate_series(1, 20000)", "files = 7, sessions = 3, compression = 'none'")) {
            archive.work(archive.job());
            assertThat(archive.names()).hasSize(8).contains("part-00006.csv", "manifest.json");
            archive.restore();
            assertThat(archive.differences()).isZero();
        }
    }

    @Test
    void severalParts() throws Exception {
        try (ArchiveCase archive = ArchiveCase.large(any, "files = 1")) {
            archive.work(archive.job());
            assertThat(archive.proxy().requests()).anyMatch(line -> line.contains("partNumber=3"));
            assertThat(archive.database().queryForString("SELECT bytes > 3 * 5 * 1024 * 1024 FROM partition_tools.archives")).isEqualTo("true");
            archive.restore();
            assertThat(archive.differences()).isZero();
        }
    }

    @Test
    void namesThatAreHardToWrite() throws Exception {
        try (ArchiveCase archive = ArchiveCase.of(any, "\"a \"\"b\"\", c\" text", "SELECT 'x' FROM generate_series(1, 3)", "prefix = '/deep/er/'")) {
            archive.database().execute("ALTER SCHEMA sales RENAME TO \"../s p\"", "ALTER TABLE \"../s p\".orders RENAME TO \"%/tä\"",
                    "ALTER TABLE \"../s p\".orders_2026_01 RENAME TO \"p'\"\"?#\"");
            long job = Long.parseLong(archive.database().queryForString("""
                    SELECT job_id FROM partition_tools.run('"../s p"."%/tä"', '[{"operation": "unload_to_s3_partitions", "upper_bound": "4 months"}]',
                        '2026-06-01 00:00+00')"""));
            archive.work(job);
            assertThat(archive.store().keys()).hasSize(2).allMatch(key -> key.startsWith("deep/er/!2E.!2Fs!20p/!25!2Ft!C3!A4/p!27!22!3F!23/"));
            archive.restore();
            assertThat(archive.database().queryForString("SELECT count(*) FROM \"../s p\".\"%/tä\"")).isEqualTo("3");
        }
    }

    @Test
    void whatParquetCannotHoldIsRefused() throws Exception {
        for (Map.Entry<String, String> value : Map.of("numeric(5,2)", "NaN", "int4[]", "{{1,2},{3,4}}", "text[]", "[0:1]={a,b}",
                "timestamp", "294276-12-31 00:00:00").entrySet()) {
            try (ArchiveCase archive = ArchiveCase.of(any, "v " + value.getKey(), "SELECT '" + value.getValue() + "'::" + value.getKey(), "format = 'parquet'")) {
                long job = archive.job();
                SqlError error = SqlError.of(catchThrowableOfType(SQLException.class, () -> archive.work(job)));
                assertThat(error.sqlstate()).isEqualTo("PP076");
                assertThat(error.detail()).contains(value.getKey().replaceAll("\\(.*|4.*|\\[.*", "").replace("int", "integer"), value.getValue());
                assertThat(archive.hasJanuary()).isTrue();
                assertThat(archive.names()).isEmpty();
                archive.database().execute("UPDATE partition_tools.s3_server SET format = 'csv'");
                archive.work(archive.job());
                archive.restore();
                assertThat(archive.differences()).isZero();
            }
        }
    }

    @Test
    void theSettingsOfRolesChangeNothing() throws Exception {
        try (ArchiveCase archive = everyType("")) {
            archive.database().execute("ALTER DATABASE " + archive.database().name() + " SET datestyle = 'SQL, DMY'",
                    "ALTER DATABASE " + archive.database().name() + " SET timezone = 'America/St_Johns'",
                    "ALTER DATABASE " + archive.database().name() + " SET bytea_output = 'escape'",
                    "ALTER DATABASE " + archive.database().name() + " SET extra_float_digits = -15");
            archive.work(archive.job());
            archive.database().execute("ALTER DATABASE " + archive.database().name() + " RESET ALL");
            archive.restore();
            assertThat(archive.differences()).isZero();
        }
    }

    /** Row security would hide rows from the copy, and the drop would lose them. */
    @Test
    void rowSecurityHidesNothing() throws Exception {
        try (ArchiveCase archive = ArchiveCase.small(any)) {
            archive.database().execute("DROP ROLE IF EXISTS archivist", "CREATE ROLE archivist LOGIN", "GRANT CREATE, USAGE ON SCHEMA sales TO archivist",
                    "GRANT partition_tools_operator TO archivist", "ALTER TABLE sales.orders OWNER TO archivist",
                    "ALTER TABLE sales.orders_2026_01 OWNER TO archivist", "ALTER TABLE sales.orders_2026_01 ENABLE ROW LEVEL SECURITY",
                    "ALTER TABLE sales.orders_2026_01 FORCE ROW LEVEL SECURITY", "CREATE POLICY few ON sales.orders_2026_01 USING (id < 10)");
            long job = archive.job();
            Properties archivist = new Properties();
            archivist.setProperty("user", "archivist");
            Worker worker = new Worker(new Database(archive.database().database().url(), archivist));
            SQLException refusal = catchThrowableOfType(SQLException.class, () -> worker.work(job));
            assertThat(SqlError.of(refusal).toString()).contains("row-level security");
            assertThat(archive.hasJanuary()).isTrue();
            archive.database().execute("ALTER TABLE sales.orders_2026_01 NO FORCE ROW LEVEL SECURITY");
            worker.work(archive.job());
            archive.restore();
            assertThat(archive.differences()).isZero();
        }
    }

    private ArchiveCase everyType(String server) throws Exception {
        return ArchiveCase.of(any, BaseTypes.columns(), BaseTypes.rows(), server, BaseTypes.preparation());
    }
}
