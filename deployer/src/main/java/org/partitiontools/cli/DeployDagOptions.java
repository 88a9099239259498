package org.partitiontools.cli;

import java.util.Optional;
import org.partitiontools.generator.DagDeployer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whether to generate a DAG that deploys the bundle, and with what it does so: one of these options, or none. */
final class DeployDagOptions {

    @Option(names = "--deploy-dag",
            description = "Airflow: also write partition_tools_deploy.py, which installs or upgrades the routines over every"
                    + " connection of the policies, with the program partition-tools on the workers.")
    private boolean byDefault;

    @Option(names = "--deploy-command", paramLabel = "PROGRAM", converter = CommandConverter.class,
            description = "The same with a program of another name or path on the workers.")
    private DagDeployer.Command command;

    @Option(names = "--deploy-image", paramLabel = "IMAGE", converter = ImageConverter.class,
            description = "The same with a container (see deployer/Dockerfile); Airflow needs its Docker provider.")
    private DagDeployer.Image image;

    Optional<DagDeployer> deployer() {
        if (image != null) {
            return Optional.of(image);
        }
        if (command != null) {
            return Optional.of(command);
        }
        return byDefault ? Optional.of(DagDeployer.Command.DEFAULT) : Optional.empty();
    }

    static final class CommandConverter implements ITypeConverter<DagDeployer.Command> {

        @Override
        public DagDeployer.Command convert(String text) {
            return new DagDeployer.Command(text);
        }
    }

    static final class ImageConverter implements ITypeConverter<DagDeployer.Image> {

        @Override
        public DagDeployer.Image convert(String text) {
            try {
                return new DagDeployer.Image(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
