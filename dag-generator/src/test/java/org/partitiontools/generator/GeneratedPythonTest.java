package org.partitiontools.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.Samples;
import org.partitiontools.policy.yaml.PolicyReader;

class GeneratedPythonTest {

    @TempDir
    private Path directory;

    @Test
    void compiles() throws Exception {
        assumeTrue(Python.isAvailable(), "python3 is missing");
        GeneratorOptions options = GeneratorOptions.defaults().withDeployDag(new DagDeployer.Command("it's \"here\" {{ x }}"))
                .withMigrations("it's \"there\" {{ y }} ; touch x");

        Generation generation = Generator.generate(
                Target.AIRFLOW, PolicyReader.read(Samples.ALL_EXAMPLES).policies(), directory, options);

        assertThat(generation.files()).hasSize(Samples.ALL_EXAMPLES.size() + 1);
        for (Path file : generation.files()) {
            Python.run("-m", "py_compile", file.toString());
        }
    }
}
