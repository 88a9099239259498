package org.partitiontools.generator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a user can choose about generated files.
 *
 * @param templateDirectory directory whose templates are used instead of the built-in ones of the same name, such as
 *     {@code airflow/dag.py.ftl}; empty means built-in ones only
 * @param deployer target airflow: with what a further DAG deploys the SQL bundle; empty means no such DAG
 * @param migrations a folder of migrations on the workers that this DAG applies, before it starts the policies; empty means none
 */
public record GeneratorOptions(Optional<Path> templateDirectory, Optional<DagDeployer> deployer, Optional<String> migrations) {

    /** Built-in templates, no deploy DAG. */
    public static GeneratorOptions defaults() {
        return new GeneratorOptions(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same options with templates of the user's own. */
    public GeneratorOptions withTemplateDirectory(Path directory) {
        return new GeneratorOptions(Optional.of(directory), deployer, migrations);
    }

    /** The same options with a DAG that deploys the bundle. */
    public GeneratorOptions withDeployDag(DagDeployer with) {
        return new GeneratorOptions(templateDirectory, Optional.of(with), migrations);
    }

    /** The same options where that DAG applies migrations, too, and then starts the policies. */
    public GeneratorOptions withMigrations(String folder) {
        return new GeneratorOptions(templateDirectory, deployer, Optional.of(folder));
    }
}
