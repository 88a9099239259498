package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.archive.store.S3Servers;
import org.partitiontools.demo.EmbeddedStore;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** The program's jar alone, and the one with what only the demo and Parquet need. */
@PartitionToolsDatabase
class ExtrasIT {

    private static final Path JAR = Path.of(System.getProperty("partition-tools.jar"));
    private static final Path EXTRAS = JAR.resolveSibling("partition-tools-extras.jar");

    @TempDir
    private Path folder;

    @Test
    void noClassIsInBoth() throws IOException {
        Set<String> program = classes(JAR);
        Set<String> extras = classes(EXTRAS);

        assertThat(program).contains("org/partitiontools/cli/PartitionTools.class", "org/postgresql/Driver.class").noneMatch(extras::contains);
        assertThat(extras).contains("org/apache/parquet/hadoop/ParquetWriter.class", "io/zonky/test/db/postgres/embedded/EmbeddedPostgres.class")
                .noneMatch(name -> name.startsWith("org/partitiontools/"));
        assertThat(Files.size(JAR)).as("the everyday program is small").isLessThan(32_000_000);
    }

    @Test
    void withoutTheSecondTheDemoSaysWhatIsMissing() throws Exception {
        Process demo = alone(Map.of(), "demo");

        assertThat(output(demo)).contains("partition-tools-extras.jar").doesNotContain("Exception", "\tat ");
        assertThat(demo.waitFor()).isEqualTo(1);
    }

    @Test
    void everydayWorkNeedsNoSecondAndParquetIsRefusedByName(TestDatabase any) throws Exception {
        try (TestDatabase database = any.server().createEmptyDatabase(); EmbeddedStore store = EmbeddedStore.start()) {
            assertThat(output(alone(Map.of(), "deploy", "--url", database.url()))).contains("applied to");
            S3Servers servers = new S3Servers(database.database());
            servers.put("default", Map.of("endpoint", store.endpoint(), "bucket", "archive", "format", "parquet"));
            servers.createBuckets();
            database.execute("CREATE TABLE t (at date) PARTITION BY RANGE (at)",
                    "CREATE TABLE t_2020 PARTITION OF t FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')", "INSERT INTO t VALUES ('2020-06-01')",
                    "CREATE TABLE t_2021 PARTITION OF t FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')", "INSERT INTO t VALUES ('2021-06-01')",
                    "CALL partition_tools.unload_to_s3_partitions('t', p_upper_bound := '1 day', p_limit_operations := 1)");
            Map<String, String> credentials = Map.of("AWS_ACCESS_KEY_ID", "embedded", "AWS_SECRET_ACCESS_KEY", "embedded");

            Process parquet = alone(credentials, "work", "--url", database.url());
            assertThat(output(parquet)).contains("PP047", "partition-tools-extras.jar");
            assertThat(parquet.waitFor()).isEqualTo(4);
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("2");

            servers.put("default", Map.of("endpoint", store.endpoint(), "bucket", "archive", "format", "csv"));
            Process csv = alone(credentials, "work", "--url", database.url());
            assertThat(output(csv)).contains("completed");
            assertThat(database.queryForString("SELECT sum(rows) FROM partition_tools.archives")).isEqualTo("1");
        }
    }

    private Process alone(Map<String, String> environment, String... arguments) throws IOException {
        Path jar = folder.resolve("partition-tools.jar");
        if (!Files.exists(jar)) {
            Files.copy(JAR, jar);
        }
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true);
        program.environment().putAll(environment);
        return program.start();
    }

    private static Set<String> classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return new HashSet<>(file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/")).toList());
        }
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
