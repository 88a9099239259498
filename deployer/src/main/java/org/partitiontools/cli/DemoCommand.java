package org.partitiontools.cli;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.partitiontools.Extras;
import org.partitiontools.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: shows the whole tool on a server of its own. */
@Command(name = "demo",
        description = {
            "Starts a PostgreSQL of its own, fills badly kept tables with a million rows, and brings them into shape while"
                    + " other sessions go on writing to them. At the end, every row is compared with a record of what was written.",
            "",
            "Needs nothing but Java and about 1 GB in the temporary folder; takes about a minute."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools demo",
            "  partition-tools demo --keep       # and look around with psql afterwards",
        })
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Option(names = "--rows", paramLabel = "N", defaultValue = "1000000",
            description = "How many rows. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--keep", description = "Leave the server running at the end, and say how to connect and how to stop it.")
    private boolean keep;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, SQLException {
        Extras.require("demo");
        var out = command.commandLine().getOut();
        boolean complete = new Demo(out, () -> Terminal.display(out)).show(rows, keep);
        return complete ? ExitCode.DONE : ExitCode.OPERATION_FAILED;
    }
}
