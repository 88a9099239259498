package org.partitiontools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.partitiontools.database.Database;

/** Our program as a process of its own with a heap of 256 MB. */
final class Program {

    private Program() {
    }

    /**
     * Runs a command against a database, to its end.
     *
     * @return megabytes of memory that the process had at most
     * @throws IllegalStateException if it fails
     */
    static double run(Database database, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", System.getProperty("bench.classpath", System.getProperty("java.class.path")), "org.partitiontools.cli.PartitionTools"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--url", database.url(), "--user", "postgres"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("AWS_ACCESS_KEY_ID", "embedded");
        builder.environment().putIfAbsent("AWS_SECRET_ACCESS_KEY", "embedded");
        try {
            Process process = builder.start();
            double peak = 0;
            while (process.isAlive()) {
                peak = Math.max(peak, peak(process.pid()));
                Thread.sleep(20);
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException("failed: " + command);
            }
            return peak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Megabytes of memory that a process on this machine has had at most; 0 where that cannot be known: elsewhere than on Linux, or when it has ended. */
    static double peak(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0) / 1024.0;
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
