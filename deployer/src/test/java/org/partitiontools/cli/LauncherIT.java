package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code partition-tools} of a checkout that is built, and the archive of classes with which it starts Java. */
class LauncherIT {

    private static final String USED = "org.partitiontools.cli.PartitionTools source: shared objects file (top)";
    private static final Path JAR = Path.of(System.getProperty("partition-tools.jar"));

    @TempDir
    private Path home;
    private Path jar;
    private Path archive;
    private Path mark;

    @BeforeEach
    void copyWhatALauncherNeeds() throws IOException {
        jar = home.resolve("deployer/target/partition-tools.jar");
        archive = jar.resolveSibling("partition-tools.jsa");
        mark = jar.resolveSibling("partition-tools.jsa.made");
        for (String folder : List.of("sql", "config", "test_sql", "dag-generator/src/main", "deployer/src/main", "deployer/target")) {
            Files.createDirectories(home.resolve(folder));
        }
        for (String file : List.of("pom.xml", "dag-generator/pom.xml", "deployer/pom.xml")) {
            Files.createFile(home.resolve(file));
        }
        Files.copy(Path.of("../partition-tools"), home.resolve("partition-tools"));
        Files.copy(JAR, jar);
        // Newer than all that it is made of, and older than what is made of it.
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        for (String file : List.of("pom.xml", "dag-generator/pom.xml", "deployer/pom.xml", "sql", "config", "test_sql", "dag-generator/src/main", "deployer/src/main")) {
            Files.setLastModifiedTime(home.resolve(file), FileTime.from(Instant.now().minusSeconds(60)));
        }
    }

    @Test
    void theFirstCallMakesAnArchiveThatLaterOnesUse() throws Exception {
        assertItWorks();
        assertThat(loaded()).contains(USED,
                "org.postgresql.jdbc.PgConnection source: shared objects file (top)");
        FileTime made = Files.getLastModifiedTime(archive);
        assertItWorks();
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
        assertThat(files()).containsExactlyInAnyOrder("partition-tools.jar", "partition-tools.jsa", "partition-tools.jsa.made");
    }

    @Test
    void anArchiveOfAnotherJavaIsMadeAnew() throws Exception {
        assertItWorks();
        Files.writeString(mark, "another one\n");
        Files.write(archive, new byte[] {1, 2, 3});
        assertItWorks();
        assertThat(Files.size(archive)).isGreaterThan(1_000_000);
    }

    @Test
    void aNewerJarHasANewArchive() throws Exception {
        assertItWorks();
        FileTime made = Files.getLastModifiedTime(archive);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        assertItWorks();
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(made);
    }

    /** Java itself would crash. */
    @Test
    void anArchiveThatLostItsEndIsMadeAnew() throws Exception {
        assertItWorks();
        byte[] whole = Files.readAllBytes(archive);
        for (int length : List.of(whole.length / 2, whole.length - 1, 100, 0)) {
            Files.delete(archive);
            Files.write(archive, Arrays.copyOf(whole, length));
            assertItWorks();
            assertThat(Files.size(archive)).isGreaterThan(1_000_000);
        }
    }

    /** The version of the Java that made it stands at its beginning. */
    @Test
    void anArchiveOfAnotherVersionIsNotUsedAndNothingIsSaid() throws Exception {
        assertItWorks();
        assertThat(loaded()).contains(USED);
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            byte[] header = new byte[4096];
            file.readFully(header);
            file.seek(new String(header, StandardCharsets.ISO_8859_1).indexOf("64-Bit Server VM"));
            file.write("65-Bit".getBytes(StandardCharsets.US_ASCII));
        }
        assertItWorks();
        assertThat(loaded()).doesNotContain(USED);
    }

    @Test
    void whereNoneCanBeMadeItIsTriedOnce() throws Exception {
        Path broken = Files.createDirectory(home.resolve("bin")).resolve("java");
        Files.writeString(broken, "#!/bin/sh\ncase \"$*\" in *Rehearsal*) exit 1 ;; esac\nexec " + java() + " \"$@\"\n");
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (int i = 0; i < 2; i++) {
            Process process = start(home.toString());
            assertThat(output(process)).startsWith("Partition Tools ").hasLineCount(1);
            assertThat(process.waitFor()).isZero();
        }
        assertThat(archive).isEmptyFile();
    }

    @Test
    void severalAtOnceDoNotDisturbEachOther() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(System.getProperty("java.home")));
        }
        for (Process process : processes) {
            assertThat(output(process)).startsWith("Partition Tools ").hasLineCount(1);
            assertThat(process.waitFor()).isZero();
        }
        assertThat(files()).containsExactlyInAnyOrder("partition-tools.jar", "partition-tools.jsa", "partition-tools.jsa.made");
        assertItWorks();
    }

    private void assertItWorks() throws Exception {
        Process process = start(System.getProperty("java.home"));
        assertThat(output(process)).startsWith("Partition Tools ").hasLineCount(1);
        assertThat(process.waitFor()).isZero();
    }

    /** Standard output and error. */
    private Process start(String javaHome) throws IOException {
        ProcessBuilder launcher = new ProcessBuilder(home.resolve("partition-tools").toString(), "--version").redirectErrorStream(true);
        launcher.environment().put("JAVA_HOME", javaHome);
        return launcher.start();
    }

    private List<String> loaded() throws IOException {
        Process process = new ProcessBuilder(java(), "-XX:+UseSerialGC", "-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:stdout:none", "-cp", jar.toString(),
                Rehearsal.class.getName()).redirectErrorStream(true).start();
        return output(process).lines().toList();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(jar.getParent())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
