package org.partitiontools.archive.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.database.Rows;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;

/** DuckDB, which has nothing in common with us, reads the same values from the archive. */
@PartitionToolsDatabase
class DuckDbIT {

    private static final String COLUMNS = """
            id bigint, small smallint, yes boolean, whole int, real4 real, real8 double precision, price numeric(10,2), wide numeric(30,5),
            loose numeric, note text, code varchar(10), bytes bytea, day date, clock time, local timestamp, instant timestamptz,
            key uuid, doc jsonb, raw json, numbers int[], words text[], network inet""";

    private static final String ROWS = """
            SELECT g, (g % 100)::smallint, g % 2 = 0, -g, g / 3.0::real, g / 7.0::double precision, g / 100.0, g * 1234567890123.12345, g / 9.0::numeric,
                   CASE g % 5 WHEN 0 THEN '' WHEN 1 THEN NULL WHEN 2 THEN E'a "b",\\nc' WHEN 3 THEN '😀' ELSE 'note ' || g END, 'c' || g,
                   decode(md5(g::text), 'hex'), date '2024-02-29' + g, time '00:00' + g * interval '1.000001 second',
                   timestamp '1969-12-31 23:59:59' + g * interval '1.5 hours', timestamptz '2024-03-31 00:59:59+00' + g * interval '7 minutes',
                   md5(g::text)::uuid, jsonb_build_object('g', g, 'null', NULL), '{"g":  1}'::json,
                   CASE WHEN g % 3 = 0 THEN '{}' WHEN g % 3 = 1 THEN ARRAY[g, NULL, -g] END, ARRAY['x', '', NULL, 'a "q"'], '10.0.0.1'::inet
            FROM generate_series(1, 3000) AS g
            UNION ALL SELECT 0, NULL, NULL, NULL, 'NaN', '-Infinity', NULL, NULL, NULL, NULL, NULL, NULL, 'infinity', NULL, '-infinity', 'infinity',
                   NULL, NULL, NULL, NULL, NULL, NULL""";

    /** Both write these the same way. */
    private static final String POSTGRES = """
            SELECT id, small, yes, whole, real4, real8, price::text, wide::text, loose::text, note, code, encode(bytes, 'hex'), day::text, clock::text,
                   local::text, (instant AT TIME ZONE 'UTC')::text, key::text, doc::text, raw::text, array_to_string(numbers, ',', 'NULL'),
                   array_to_string(words, '|', 'NULL'), host(network)
            FROM truth ORDER BY id""";

    private static final String DUCKDB = """
            SELECT id, small, yes, whole, real4, real8, price::varchar, wide::varchar, loose, note, code, lower(hex(bytes)), day::varchar, clock::varchar,
                   local::varchar, (instant AT TIME ZONE 'UTC')::varchar, key::varchar, doc::varchar, raw::varchar,
                   array_to_string(list_transform(numbers, lambda x: coalesce(x::varchar, 'NULL')), ','),
                   array_to_string(list_transform(words, lambda x: coalesce(x, 'NULL')), '|'), network
            FROM read_parquet('%s/*.parquet') ORDER BY id""";

    @TempDir
    private Path folder;

    @Sampled(2)
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "none"})
    void theSameRows(String compression, TestDatabase any) throws Exception {
        try (ArchiveCase archive = ArchiveCase.of(any, COLUMNS, ROWS, "format = 'parquet', files = 3, compression = '" + compression + "'")) {
            archive.work(archive.job());
            download(archive.store());

            List<List<String>> expected = texts(archive.database().query(POSTGRES));
            List<List<String>> found = duckDb(DUCKDB.formatted(folder));
            assertThat(found).hasSize(3001).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(found.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void theTypesSayWhatTheyAre(TestDatabase any) throws Exception {
        try (ArchiveCase archive = ArchiveCase.of(any, COLUMNS, ROWS, "format = 'parquet'")) {
            archive.work(archive.job());
            download(archive.store());

            List<String> types = duckDb("SELECT column_type FROM (DESCRIBE SELECT * FROM read_parquet('" + folder + "/*.parquet'))").stream()
                    .map(row -> row.get(0)).toList();
            assertThat(types).containsExactly("TIMESTAMP WITH TIME ZONE", "BIGINT", "SMALLINT", "BOOLEAN", "INTEGER", "FLOAT", "DOUBLE", "DECIMAL(10,2)",
                    "DECIMAL(30,5)", "VARCHAR", "VARCHAR", "VARCHAR", "BLOB", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "UUID", "JSON",
                    "JSON", "INTEGER[]", "VARCHAR[]", "VARCHAR");
        }
    }

    private void download(TestStore store) throws Exception {
        for (String key : store.keys()) {
            try (InputStream object = store.store().object(key).from(0)) {
                Files.copy(object, folder.resolve(key.substring(key.lastIndexOf('/') + 1)));
            }
        }
    }

    private static List<List<String>> duckDb(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(text(result.getObject(i)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static List<List<String>> texts(Rows rows) {
        return rows.values().stream().map(row -> row.stream().map(DuckDbIT::text).toList()).toList();
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
