package org.partitiontools.cli;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.partitiontools.Version;
import org.partitiontools.database.Database;
import org.partitiontools.deploy.Deployer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy}: installs or upgrades the SQL bundle. */
@Command(name = "deploy",
        description = {
            "Installs the SQL routines in a database, or upgrades them.",
            "",
            "Creates the schemas partition_tools and partition_tools_internal and nothing else."
                    + " Running it again changes nothing; an upgrade applies completely or not at all."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools deploy --url postgres://admin@db.example.com/shop",
            "  partition-tools deploy --dry-run          # PGHOST, PGDATABASE, ... say where",
        })
final class DeployCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Option(names = "--dry-run", description = "Show what would be applied, and change nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws SQLException {
        Database database = connection.database();
        Deployer deployer = Deployer.forServer(database);
        if (dryRun) {
            show("pending", deployer.pending(), "would be applied to " + database);
        } else {
            show("applied", deployer.deploy(), "applied to " + database);
        }
        return ExitCode.DONE;
    }

    private void show(String key, List<String> files, String what) {
        files.forEach(file -> remark(key + "  " + file));
        String summary = files.isEmpty() ? "nothing to do, this version is installed" : files.size() + " files " + what;
        output.print(Map.of("version", Version.current(), key, files), "Partition Tools " + Version.current() + ": " + summary);
    }

    private void remark(String line) {
        if (output.isTable()) {
            output.out().println(line);
        }
    }
}
