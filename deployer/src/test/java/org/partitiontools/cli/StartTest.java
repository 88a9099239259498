package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

/** A short command does not load what it does not use: that is most of the time it takes. */
class StartTest {

    private static final List<String> OF_OTHERS = List.of("software.amazon.awssdk.", "org.flywaydb.", "com.fasterxml.jackson.databind.", "org.slf4j.", "freemarker.",
            "com.github.luben.", "org.apache.", "io.zonky.", "me.tongfei.");
    private static final String LOADED = "[class,load] ";

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "plan --help"})
    void helpNeedsNeitherPoliciesNorADatabase(String arguments) throws Exception {
        assertThat(loadedBy(arguments.split(" "))).contains("org.partitiontools.cli.PartitionTools")
                .noneMatch(name -> Stream.concat(OF_OTHERS.stream(), Stream.of("org.postgresql.", "org.yaml.", "com.fasterxml.")).anyMatch(name::startsWith));
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate ../config/demo-policy.yaml", "plan ../config/demo-policy.yaml --url postgres://localhost:1/none"})
    void noCommandLoadsWhatOthersNeed(String arguments) throws Exception {
        assertThat(loadedBy(arguments.split(" "))).contains("org.partitiontools.cli.PartitionTools", "org.yaml.snakeyaml.Yaml")
                .noneMatch(name -> OF_OTHERS.stream().anyMatch(name::startsWith));
    }

    @Test
    void theListOfCommandsHasTheirNames() {
        assertThat(PartitionTools.COMMANDS).allSatisfy(name -> assertThat(PartitionTools.classOf(name).getAnnotation(Command.class).name()).isEqualTo(name));
    }

    /** The others are then no more than what is shown of them. */
    @ParameterizedTest
    @MethodSource("withoutAFirstCommand")
    void theHelpIsThatOfAllCommands(List<String> arguments) {
        assertThat(Invocation.of(arguments.toArray(String[]::new)).out()).isEqualTo(PartitionTools.everyCommand().setUsageHelpAutoWidth(true).getUsageMessage());
    }

    private static Stream<List<String>> withoutAFirstCommand() {
        return Stream.of(List.of("--help"), List.of("help"), List.of("--debug", "--help"));
    }

    @Test
    void aCommandBehindOptionsIsFound() {
        Invocation invocation = Invocation.of("--log-format", "text", "validate", "../config/demo-policy.yaml");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out()).contains("1 of 1 files are valid");
    }

    private static List<String> loadedBy(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xlog:class+load:stdout:tags", "-cp", System.getProperty("java.class.path"), PartitionTools.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().filter(line -> line.startsWith(LOADED)).map(line -> line.substring(LOADED.length()).split(" ")[0]).toList();
    }
}
