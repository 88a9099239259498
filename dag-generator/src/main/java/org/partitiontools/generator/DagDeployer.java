package org.partitiontools.generator;

import java.util.regex.Pattern;

/** With what the generated deploy DAG deploys the SQL bundle. */
public sealed interface DagDeployer {

    /**
     * A program on the workers, which BashOperator starts.
     *
     * @param program a name or a path
     */
    record Command(String program) implements DagDeployer {

        /** What it is called where the launcher is on the PATH of the workers. */
        public static final Command DEFAULT = new Command("partition-tools");
    }

    /**
     * A container, which DockerOperator starts. Its entry point is the program.
     *
     * @param name the image, such as {@code registry.example.com/partition-tools:0.1.0}
     */
    record Image(String name) implements DagDeployer {

        // Looser than Docker's own rule, which has the last word; without braces, Airflow finds no template in it.
        private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._/:@-]{0,500}");

        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if it cannot be that of an image
         */
        public Image {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not the name of an image: " + name);
            }
        }
    }
}
