package org.partitiontools.archive.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.archive.store.MultipartUpload;
import org.partitiontools.archive.work.FaultProxy.Request;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.Sampled;
import org.partitiontools.testing.TestDatabase;

/** The program is killed, as the kernel or a pod's end would do it: the table is whole, and the next call goes on. */
@PartitionToolsDatabase
class KillIT {


    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private ArchiveCase archive;

    @TempDir
    private Path folder;

    @BeforeEach
    void createTable(TestDatabase any) throws Exception {
        archive = ArchiveCase.large(any, "files = 2");
    }

    @AfterEach
    void close() throws Exception {
        released.countDown();
        archive.close();
    }

    /** At which request the program dies. */
    enum Moment {
        FIRST_REQUEST(request -> request.is("HEAD", "/")),
        FIRST_PART(request -> request.is("PUT", "partNumber=1")),
        LATER_PART(request -> request.is("PUT", "partNumber=2")),
        COMPLETION(request -> request.is("POST", "uploadId=")),
        READING_BACK(request -> request.is("GET", "part-0000")),
        MANIFEST(request -> request.is("PUT", "manifest.json")),
        MANIFEST_READ(request -> request.is("GET", "manifest.json"));

        private final Predicate<Request> requests;

        Moment(Predicate<Request> requests) {
            this.requests = requests;
        }
    }

    @Sampled(4)
    @ParameterizedTest
    @EnumSource(Moment.class)
    void anUploadIsKilled(Moment moment) throws Exception {
        long job = archive.job();
        kill(moment.requests, "work");

        assertThat(archive.hasJanuary()).isTrue();
        assertThat(archive.differences()).isZero();
        assertThat(archive.archives()).isZero();
        awaitInterrupted(job);
        run("work");
        assertThat(archive.state(job)).isEqualTo("completed");
        assertThat(archive.hasJanuary()).isFalse();
        // Once there is a manifest nothing is removed any more: the view archives says what counts.
        if (moment.compareTo(Moment.MANIFEST) < 0) {
            assertThat(archive.names()).containsExactlyInAnyOrder("manifest.json", "part-00000.csv.gz", "part-00001.csv.gz");
        }
        assertThat(archive.store().store().unfinished("").map(MultipartUpload::key)).isEmpty();
        assertThat(archive.leftovers()).isEmpty();
        run("restore", "1");
        assertThat(archive.differences()).isZero();
    }

    @Test
    void aRestoreIsKilled() throws Exception {
        archive.work(archive.job());
        kill(request -> request.is("GET", "part-00001"), "restore", "1");

        assertThat(archive.database().queryForString("SELECT count(*) FROM sales.orders")).isEqualTo("0");
        awaitInterrupted(Long.parseLong(archive.database().queryForString("SELECT max(job_id) FROM partition_tools.jobs")));
        run("restore", "1");
        assertThat(archive.differences()).isZero();
        assertThat(archive.database().queryForString("SELECT count(*) FROM partition_tools.jobs WHERE action = 'restore'")).isEqualTo("1");
    }

    /** The jar has what Parquet needs of Hadoop, and no more. */
    @Sampled(3)
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "none"})
    void theJarWritesAndReadsParquet(String compression) throws Exception {
        archive.database().execute("UPDATE partition_tools.s3_server SET format = 'parquet', compression = '" + compression + "'");
        archive.job();
        run("work");
        run("restore", "1");
        assertThat(archive.differences()).isZero();
    }

    /** Neither what the program says, even with --verbose, nor what the database is sent. */
    @Test
    void secretsAreNowhere() throws Exception {
        archive.job();
        archive.database().execute("ALTER DATABASE " + archive.database().name() + " SET log_statement = 'all'");
        String told = run("work", "--verbose") + run("archives", "--format", "json") + run("restore", "1", "--verbose");
        String log = archive.database().server().log();
        assertThat(log).contains("work_begin");
        for (String secret : secrets()) {
            assertThat(told).doesNotContain(secret);
            assertThat(log).doesNotContain(secret);
            assertThat(archive.database().queryForString("SELECT string_agg(a::text, '') FROM partition_tools.archives AS a")).doesNotContain(secret);
        }
    }

    @Test
    void withoutCredentialsTheErrorSaysWhereTheyCouldBe() throws Exception {
        archive.job();
        ProcessBuilder program = program("work");
        program.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        program.environment().putAll(Map.of("AWS_EC2_METADATA_DISABLED", "true", "AWS_SHARED_CREDENTIALS_FILE", "/nowhere", "AWS_CONFIG_FILE", "/nowhere"));
        assertThat(program.start().waitFor()).isEqualTo(4);
        assertThat(output()).contains("PP074", "No credentials were found.", "HINT: Credentials come from the default chain of AWS");
        assertThat(archive.hasJanuary()).isTrue();
    }

    private static List<String> secrets() {
        return List.of(TestStore.credentials().get("AWS_SECRET_ACCESS_KEY"));
    }

    private void kill(Predicate<Request> at, String... arguments) throws Exception {
        archive.proxy().hold(at, arrived, released);
        Process program = start(arguments);
        assertThat(arrived.await(1, TimeUnit.MINUTES)).as("the program came as far as that: " + output()).isTrue();
        program.destroyForcibly().waitFor();
        archive.proxy().heal();
        released.countDown();
    }

    private String run(String... arguments) throws Exception {
        Process program = start(arguments);
        assertThat(program.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(program.exitValue()).as(output()).isZero();
        return output();
    }

    private Process start(String... arguments) throws IOException {
        return program(arguments).start();
    }

    private ProcessBuilder program(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", System.getProperty("partition-tools.jar")));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url", archive.database().url()));
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
        program.environment().putAll(TestStore.credentials());
        return program;
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
    }

    private void awaitInterrupted(long job) throws SQLException, InterruptedException {
        for (int i = 0; i < 100 && !archive.state(job).equals("interrupted"); i++) {
            Thread.sleep(100);
        }
        assertThat(archive.state(job)).isEqualTo("interrupted");
    }
}
