package org.partitiontools.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.Samples;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.yaml.PolicyReader;

/**
 * Compares what the shipped examples give with files that people have read. After an intended change:
 * {@code mvn test -pl dag-generator -Dtest=GoldenFilesTest -Dgolden.update=true}, and read the difference.
 */
class GoldenFilesTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void rendersTheExamplesAsBefore(Target target) throws IOException {
        Path golden = GOLDEN.resolve(target.text());
        GeneratorOptions options = GeneratorOptions.defaults().withDeployDag(DagDeployer.Command.DEFAULT);

        assertThat(Generator.generate(target, examples(target), directory, options).problems()).isEmpty();

        if (Boolean.getBoolean("golden.update")) {
            Generator.generate(target, examples(target), golden, options);
        }
        assertThat(contents(directory)).isEqualTo(contents(golden));
    }

    @Test
    void rendersTheDeployDagWithAContainerAsBefore() throws IOException {
        Path golden = GOLDEN.resolve("airflow-container");
        GeneratorOptions options = GeneratorOptions.defaults().withDeployDag(
                new DagDeployer.Image("registry.example.com/data/partition-tools:0.1.0"));

        Generator.generate(Target.AIRFLOW, examples(Target.AIRFLOW), directory, options);

        String file = "partition_tools_deploy.py";
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(golden);
            Files.copy(directory.resolve(file), golden.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(directory.resolve(file)).hasSameTextualContentAs(golden.resolve(file));
    }

    @Test
    void theDeployDagAppliesMigrationsAndStartsThePolicies() throws IOException {
        Path golden = GOLDEN.resolve("airflow-migrations");
        GeneratorOptions options = GeneratorOptions.defaults().withDeployDag(DagDeployer.Command.DEFAULT).withMigrations("/opt/dwh/sql/migrations");
        Generator.generate(Target.AIRFLOW, examples(Target.AIRFLOW), directory, options);
        String file = "partition_tools_deploy.py";
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(golden);
            Files.copy(directory.resolve(file), golden.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(directory.resolve(file)).hasSameTextualContentAs(golden.resolve(file));
    }

    private static List<PolicyFile> examples(Target target) {
        return PolicyReader.read(Samples.ALL_EXAMPLES).policies().stream()
                .filter(policy -> target != Target.PG_CRON || policy.engine() == Engine.POSTGRESQL)
                .toList();
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
