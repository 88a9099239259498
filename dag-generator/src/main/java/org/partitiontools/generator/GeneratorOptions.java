package org.partitiontools.generator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a user can choose about generated files.
 *
 * @param templateDirectory directory whose templates are used instead of the built-in ones of the same name, such as
 *     {@code airflow/dag.py.ftl}; empty means built-in ones only
 * @param withDeployDag target airflow: whether to generate a DAG that deploys the SQL bundle, too
 * @param deployCommand target airflow: the program on the workers that deploys, a name or a path
 */
public record GeneratorOptions(Optional<Path> templateDirectory, boolean withDeployDag, String deployCommand) {

    private static final String DEFAULT_COMMAND = "partition-tools";

    /** Built-in templates, no deploy DAG. */
    public static GeneratorOptions defaults() {
        return new GeneratorOptions(Optional.empty(), false, DEFAULT_COMMAND);
    }

    /** The same options with templates of the user's own. */
    public GeneratorOptions withTemplateDirectory(Path directory) {
        return new GeneratorOptions(Optional.of(directory), withDeployDag, deployCommand);
    }

    /** The same options with a DAG that deploys the bundle with the given program. */
    public GeneratorOptions withDeployDag(String command) {
        return new GeneratorOptions(templateDirectory, true, command);
    }
}
