package org.partitiontools.archive.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.archive.work.FaultProxy.Request;
import org.partitiontools.database.SqlError;
import org.partitiontools.testing.Campaign;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;

/** What networks and servers do: a clear error, the partition untouched, and the next attempt succeeds. */
@PartitionToolsDatabase
class FaultsIT {

    private ArchiveCase archive;

    @BeforeEach
    void createTable(TestDatabase any) throws Exception {
        archive = ArchiveCase.small(any);
    }

    @AfterEach
    void close() throws Exception {
        archive.close();
    }

    /** Where in the work of an upload something goes wrong. */
    enum Moment {
        BUCKET(request -> request.is("HEAD", "/")),
        LISTING(request -> request.is("GET", "list-type=2")),
        WRITING(request -> request.is("PUT", ".csv.gz")),
        READING_BACK(request -> request.is("GET", ".csv.gz")),
        MANIFEST(request -> request.is("PUT", "manifest.json"));

        private final Predicate<Request> requests;

        Moment(Predicate<Request> requests) {
            this.requests = requests;
        }
    }

    @Sampled(3)
    @ParameterizedTest
    @EnumSource(Moment.class)
    void theServerBreaksTheConnection(Moment moment) throws Exception {
        archive.proxy().reset(moment.requests);
        assertThat(failure().sqlstate()).isEqualTo("PP074");
        assertNothingHappenedAndTheNextAttemptSucceeds();
    }

    @Sampled(3)
    @ParameterizedTest
    @EnumSource(Moment.class)
    void theServerIsOverloaded(Moment moment) throws Exception {
        archive.proxy().answer(moment.requests, 503, "SlowDown");
        SqlError error = failure();
        assertThat(error.sqlstate()).isEqualTo("PP074");
        assertThat(error.message()).contains(archive.store().bucket(), "\"default\"", archive.proxy().endpoint());
        assertNothingHappenedAndTheNextAttemptSucceeds();
    }

    @Test
    void theServerIsFull() throws Exception {
        archive.proxy().answer(request -> request.is("PUT", "part-0000"), 507, "XMinioStorageFull");
        SqlError error = failure();
        assertThat(error.sqlstate()).isEqualTo("PP074");
        assertThat(error.detail()).contains("XMinioStorageFull");
        assertNothingHappenedAndTheNextAttemptSucceeds();
    }

    @Campaign
    @Test
    void theServerSaysNothing() throws Exception {
        archive.proxy().set((request, client) -> {
            Thread.sleep(60_000);
            return true;
        });
        assertThat(failure().sqlstate()).isEqualTo("PP074");
        assertNothingHappenedAndTheNextAttemptSucceeds();
    }

    @Test
    void aSlowServerIsWaitedFor() throws Exception {
        archive.proxy().delay(500);
        archive.work(archive.job());
        assertThat(archive.hasJanuary()).isFalse();
    }

    @Test
    void whatPassesIsTriedAgain() throws Exception {
        int[] count = {0};
        archive.proxy().set((request, client) -> {
            if (count[0]++ % 3 == 0) {
                client.setSoLinger(true, 0);
                client.close();
                return true;
            }
            return false;
        });
        archive.work(archive.job());
        assertThat(archive.hasJanuary()).isFalse();
    }

    @Test
    void objectsThatLostTheirEndAreNoticed() throws Exception {
        archive.proxy().loseTheEndOf(request -> request.line().contains(".csv.gz"));
        SqlError error = failure();
        assertThat(error.sqlstate()).isEqualTo("PP072");
        assertThat(error.message()).contains("part-00000.csv.gz");
        assertNothingHappenedAndTheNextAttemptSucceeds();
    }

    /** Its end is read first, and then all of it in one pass. */
    @Test
    void parquetIsReadBackAsCarefully() throws Exception {
        archive.database().execute("UPDATE partition_tools.s3_server SET format = 'parquet', compression = 'zstd'");
        archive.proxy().reset(request -> request.is("GET", ".parquet"));
        assertThat(failure().sqlstate()).isEqualTo("PP074");
        archive.proxy().heal();
        archive.proxy().loseTheEndOf(request -> request.line().contains(".parquet"));
        SqlError error = failure();
        assertThat(error.sqlstate()).isEqualTo("PP072");
        assertThat(error.message()).contains("part-00000.parquet");
        assertThat(archive.hasJanuary()).isTrue();
        archive.proxy().heal();
        int before = archive.proxy().requests().size();
        archive.work(archive.job());
        long fetched = archive.proxy().requests().stream().skip(before).filter(request -> request.startsWith("GET") && request.contains(".parquet")).count();
        assertThat(fetched).as("the end, twice, and the whole").isEqualTo(3);
        archive.restore();
        assertThat(archive.differences()).isZero();
    }

    @Test
    void nobodyListens() throws Exception {
        archive.store().register(archive.database(), "http://localhost:1", "");
        assertThat(failure().sqlstate()).isEqualTo("PP074");
        archive.store().register(archive.database(), archive.proxy().endpoint(), "");
        assertNothingHappenedAndTheNextAttemptSucceeds();
    }

    @Test
    void theBucketDoesNotExist() throws Exception {
        archive.database().execute("UPDATE partition_tools.s3_server SET bucket = 'no-such-bucket-at-all'");
        SqlError error = failure();
        assertThat(error.sqlstate()).isEqualTo("PP074");
        assertThat(error.message()).contains("no-such-bucket-at-all");
        assertThat(error.hint()).contains("--create-buckets");
        archive.database().execute("UPDATE partition_tools.s3_server SET bucket = '" + archive.store().bucket() + "'");
        assertNothingHappenedAndTheNextAttemptSucceeds();
    }

    @Test
    void theCredentialsAreWrong() throws Exception {
        if (!TestStore.isReal()) {
            // The embedded server takes any.
            archive.proxy().answer(request -> true, 403, "InvalidAccessKeyId");
        }
        String formerKey = System.getProperty("aws.accessKeyId");
        String formerSecret = System.getProperty("aws.secretAccessKey");
        System.setProperty("aws.accessKeyId", "wrong");
        System.setProperty("aws.secretAccessKey", "very-secret-word");
        try {
            SqlError error = failure();
            assertThat(error.sqlstate()).isEqualTo("PP074");
            assertThat(error.hint()).contains("credentials");
            assertThat(error.toString()).doesNotContain("very-secret-word");
        } finally {
            restoreProperty("aws.accessKeyId", formerKey);
            restoreProperty("aws.secretAccessKey", formerSecret);
        }
        assertNothingHappenedAndTheNextAttemptSucceeds();
    }

    private static void restoreProperty(String name, String former) {
        if (former == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, former);
        }
    }

    @Test
    void aRestoreThatFailsChangesNothing() throws Exception {
        archive.work(archive.job());
        archive.proxy().loseTheEndOf(request -> request.line().contains(".csv.gz"));
        SQLException error = catchThrowableOfType(SQLException.class, archive::restore);
        assertThat(SqlError.of(error).sqlstate()).isEqualTo("PP072");
        archive.proxy().reset(request -> request.is("GET", ".csv.gz"));
        error = catchThrowableOfType(SQLException.class, archive::restore);
        assertThat(SqlError.of(error).sqlstate()).isEqualTo("PP074");
        assertThat(archive.database().queryForString("SELECT count(*) FROM sales.orders")).isEqualTo("0");
        archive.proxy().heal();
        archive.restore();
        assertThat(archive.differences()).isZero();
    }

    /** The error of the job, which is also recorded. */
    private SqlError failure() throws SQLException {
        long job = archive.job();
        SQLException raised = catchThrowableOfType(SQLException.class, () -> archive.work(job));
        assertThat((Throwable) raised).as("an error").isNotNull();
        assertThat(archive.state(job)).isEqualTo("failed");
        assertThat(archive.database().queryForString("SELECT sqlstate FROM partition_tools.jobs WHERE job_id = " + job)).isEqualTo(raised.getSQLState());
        return SqlError.of(raised);
    }

    private void assertNothingHappenedAndTheNextAttemptSucceeds() throws SQLException {
        assertThat(archive.hasJanuary()).isTrue();
        assertThat(archive.differences()).isZero();
        assertThat(archive.archives()).isZero();
        archive.proxy().heal();
        archive.work(archive.job());
        assertThat(archive.hasJanuary()).isFalse();
        assertThat(archive.archives()).isEqualTo(1);
        assertThat(archive.names()).as("what earlier attempts left is gone").containsExactlyInAnyOrder("manifest.json", "part-00000.csv.gz");
        assertThat(archive.leftovers()).isEmpty();
        archive.restore();
        assertThat(archive.differences()).isZero();
    }
}
