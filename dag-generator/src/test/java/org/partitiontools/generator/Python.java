package org.partitiontools.generator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The machine's Python, for tests of generated Python. */
final class Python {

    private static final String COMMAND = "python3";

    private Python() {
    }

    static boolean isAvailable() throws InterruptedException {
        try {
            return start("--version").waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What Python prints; fails with it if Python fails. */
    static String run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output;
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(COMMAND));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
