package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/**
 * The writer {@code aws_s3}: the server itself writes and reads. The extension exists on Amazon RDS and Aurora only; here functions
 * of the same names and parameters write files.
 */
@PartitionToolsDatabase(each = true)
class AwsS3IT {

    private TestDatabase database;
    private Archived orders;

    @BeforeEach
    void createTable(TestDatabase fresh) throws Exception {
        database = fresh;
        orders = Archived.create(database);
        database.executeFile(Path.of("../test_sql/aws_s3_stand_in.sql"));
        database.execute("DELETE FROM partition_tools.s3_server",
                "INSERT INTO partition_tools.s3_server (name, region, bucket, prefix, writer) VALUES ('default', 'eu-central-1', 'b" + System.nanoTime() + "', 'p', 'aws_s3')");
    }

    @Test
    void startArchivesAndRestoresWithoutAWorker() throws Exception {
        long job = orders.job();

        database.execute("SET intervalstyle = 'sql_standard'", "SET timezone = 'Asia/Tokyo'", "CALL partition_tools.start(" + job + ")");

        assertThat(database.queryForString("SELECT concat_ws(' ', partition_name, rows, writer, server) FROM partition_tools.archives"))
                .isEqualTo("orders_2026_01 744 aws_s3 default");
        assertThat(orders.differences("sales.orders", "truth WHERE at >= '2026-02-01 00:00+00'")).isZero();
        assertThat(database.queryForStrings("SELECT job_id FROM partition_tools_internal.work_waiting()")).isEmpty();
        database.execute(database.queryForString("SELECT statement FROM partition_tools.restore(1)"));
        assertThat(orders.differences("sales.orders", "truth")).isZero();
        assertThat(orders.leftovers()).isEmpty();
    }

    @Test
    void theCommandLineRestoresWithoutAWorker() throws Exception {
        database.execute("CALL partition_tools.start(" + orders.job() + ")");

        Invocation restore = Invocation.of("restore", "1", "--url", database.url());

        assertThat(restore.exitCode()).as(restore.err()).isZero();
        assertThat(orders.differences("sales.orders", "truth")).isZero();
    }

    @Test
    void whatTheStoreHasLostIsNoticed() throws Exception {
        long job = orders.job();

        assertThatThrownBy(() -> database.execute("SET test.fault = 'lost'", "CALL partition_tools.start(" + job + ")"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP072"));

        assertThat(orders.differences("sales.orders", "truth")).isZero();
        database.execute("CALL partition_tools.start(" + job + ")");
        assertThat(database.queryForString("SELECT rows FROM partition_tools.archives")).isEqualTo("744");
    }

    @Test
    void aRefusalIsKeptAndCanBeUndone() throws Exception {
        long job = orders.job();

        assertThatThrownBy(() -> database.execute("SET test.fault = 'refused'", "CALL partition_tools.start(" + job + ")")).hasMessageContaining("Access Denied");

        assertThat(database.queryForString("SELECT state || ': ' || error FROM partition_tools.jobs WHERE job_id = " + job))
                .isEqualTo("failed: could not upload to Amazon S3");
        database.execute("CALL partition_tools.cancel(" + job + ")");
        assertThat(orders.leftovers()).isEmpty();
        assertThat(orders.differences("sales.orders", "truth")).isZero();
    }

    /** A row that comes between the export and the swap. */
    @Test
    void aChangeMeanwhileFailsTheJobAndTheNextStartArchivesIt() throws Exception {
        long job = orders.job();
        database.execute("CREATE FUNCTION public.change() RETURNS void LANGUAGE sql AS $$ INSERT INTO sales.orders (at, note, amount) VALUES ('2026-01-05 12:30+00', 'late', 1) $$",
                "ALTER FUNCTION aws_s3.table_import_from_s3(text, text, text, aws_commons._s3_uri_1) RENAME TO import",
                "CREATE FUNCTION aws_s3.table_import_from_s3(t text, c text, o text, u aws_commons._s3_uri_1) RETURNS text LANGUAGE plpgsql AS $$"
                        + " BEGIN PERFORM aws_s3.import(t, c, o, u); IF (u).file_path LIKE '%part2' THEN PERFORM public.change(); END IF; RETURN ''; END $$");

        // The insert is after the export and before the comparison, so the comparison sees it, or else the swap does.
        assertThatThrownBy(() -> database.execute("CALL partition_tools.start(" + job + ")"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isIn("PP071", "PP072"));

        database.execute("CREATE OR REPLACE FUNCTION public.change() RETURNS void LANGUAGE sql AS $$ SELECT $$",
                "INSERT INTO sales.orders (at, note, amount) VALUES ('2026-01-05 12:30+00', 'later', 1)");
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            for (int i = 0; i < 3 && database.queryForStrings("SELECT 1 FROM partition_tools.archives").isEmpty(); i++) {
                try {
                    statement.execute("CALL partition_tools.start(" + job + ")");
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo("PP071");
                }
            }
        }
        assertThat(database.queryForString("SELECT rows FROM partition_tools.archives")).isEqualTo("745");
    }

    @Test
    void aServerWithoutTheExtensionSaysSo() throws Exception {
        database.execute("DROP SCHEMA aws_s3 CASCADE");
        long job = orders.job();

        assertThatThrownBy(() -> database.execute("CALL partition_tools.start(" + job + ")"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("PP030"));
    }
}
