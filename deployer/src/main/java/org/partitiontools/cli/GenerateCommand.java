package org.partitiontools.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.partitiontools.generator.DagDeployer;
import org.partitiontools.generator.Generation;
import org.partitiontools.generator.Generator;
import org.partitiontools.generator.GeneratorOptions;
import org.partitiontools.generator.Target;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code generate}: writes files for a scheduler. */
@Command(name = "generate",
        description = {
            "Writes files for a scheduler that carry out the policies: for Airflow one DAG file per policy.",
            "",
            "Needs no database. The same policies always give the same files."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools generate policies/*.yaml --output dags/",
            "  partition-tools generate policies/*.yaml --output dags/ --deploy-image registry.example.com/partition-tools:0.1.0",
            "  partition-tools generate policy.yaml --target cron --output /etc/cron.d/",
        })
final class GenerateCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private PolicyArguments policies;

    @Option(names = "--target", paramLabel = "NAME", defaultValue = "airflow", converter = TargetConverter.class,
            description = "airflow, cron, psql, pg_cron or kubernetes. Default: ${DEFAULT-VALUE}.")
    private Target target;

    @Option(names = "--output", paramLabel = "FOLDER", defaultValue = ".",
            description = "Where to write the files. Default: the current folder.")
    private Path folder;

    @Option(names = "--templates", paramLabel = "FOLDER", description = "Templates of your own that replace built-in ones.")
    private Path templates;

    @ArgGroup
    private DeployDagOptions deployDag = new DeployDagOptions();

    @Option(names = "--deploy-migrations", paramLabel = "FOLDER",
            description = "Let the deploy DAG also apply the migrations of this folder on the workers (or in the image), then start the policies.")
    private String migrations;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Generation generation = Generator.generate(target, policies.policies(), folder, options());
        if (!generation.isSuccessful()) {
            throw new InvalidPolicyException(generation.problems());
        }
        List<String> files = generation.files().stream().map(Path::toString).toList();
        output.print(Map.of("files", files), String.join(System.lineSeparator(), files));
        return ExitCode.DONE;
    }

    private GeneratorOptions options() {
        GeneratorOptions options = GeneratorOptions.defaults();
        if (templates != null) {
            options = options.withTemplateDirectory(templates);
        }
        Optional<DagDeployer> deployer = deployDag.deployer();
        if (migrations != null && deployer.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--deploy-migrations goes with --deploy-dag, --deploy-command or --deploy-image");
        }
        if (deployer.isEmpty()) {
            return options;
        }
        if (target != Target.AIRFLOW) {
            throw new ParameterException(command.commandLine(), "a deploy DAG exists for --target airflow only");
        }
        options = options.withDeployDag(deployer.get());
        return migrations == null ? options : options.withMigrations(migrations);
    }

    static final class TargetConverter implements ITypeConverter<Target> {

        @Override
        public Target convert(String text) {
            for (Target target : Target.values()) {
                if (target.text().equals(text)) {
                    return target;
                }
            }
            throw new TypeConversionException("there is no target '" + text + "'");
        }
    }
}
