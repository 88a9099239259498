package org.partitiontools.cli;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.partitiontools.Version;
import org.partitiontools.archive.store.S3Servers;
import org.partitiontools.database.Database;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.deploy.MigrationDeployer;
import org.partitiontools.log.Level;
import org.partitiontools.log.LogEntry;
import org.partitiontools.policy.model.S3ServerEntry;
import org.partitiontools.policy.yaml.S3ServersReader;
import org.partitiontools.policy.yaml.S3ServersReading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy}: installs or upgrades the SQL bundle. */
@Command(name = "deploy",
        description = {
            "Installs the SQL routines in a database, or upgrades them.",
            "",
            "Creates the schemas partition_tools, partition_tools_internal and partition_tools_stage, and the roles"
                    + " partition_tools_operator and partition_tools_viewer where they do not exist."
                    + " Running it again changes nothing; an upgrade applies completely or not at all."
        },
        footer = {
            "",
            "Examples:",
            "  partition-tools deploy --url postgres://admin@db.example.com/shop",
            "  partition-tools deploy --dry-run          # PGHOST, PGDATABASE, ... say where",
            "  partition-tools deploy --migrations sql/migrations",
            "  partition-tools deploy --s3-servers s3.yaml --create-buckets",
        })
final class DeployCommand implements Callable<Integer> {

    @Mixin
    private Verbose verbose;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private Output output;

    @Option(names = "--experimental", description = {"Also install on a server that is not supported yet, where there is something to try: Greenplum 7.",
        "Not for tables that you cannot restore."})
    private boolean experimental;

    @Option(names = "--dry-run", description = "Show what would be applied, and change nothing.")
    private boolean dryRun;

    @Option(names = "--s3-servers", paramLabel = "FILE",
            description = "Make the S3 servers of this file (YAML) known to the database; those of other names stay as they are.")
    private Path s3Servers;

    @Option(names = "--create-buckets", description = "Create the buckets that the S3 servers name, where they do not exist.")
    private boolean createBuckets;

    @Option(names = "--migrations", paramLabel = "DIR",
            description = "Then apply the migrations of this folder, which have a history of their own (schema partition_tools_migrations).")
    private Path migrations;

    @Override
    public Integer call() throws SQLException {
        List<S3ServerEntry> servers = s3Servers == null ? List.of() : servers();
        Database database = connection.database();
        Deployer deployer = Deployer.forServer(database, experimental);
        // First: what is applied is published, too.
        deployer.warnings().forEach(this::warn);
        if (dryRun) {
            show("pending", deployer.pending(), "would be applied to " + database, migrations == null ? List.of() : new MigrationDeployer(database, migrations).pending());
            return ExitCode.DONE;
        }
        List<String> applied = deployer.deploy();
        show("applied", applied, "applied to " + database, migrations == null ? List.of() : new MigrationDeployer(database, migrations).deploy());
        deployer.missingRoles().ifPresent(this::showMissingRoles);
        prepareServers(new S3Servers(database), servers);
        return ExitCode.DONE;
    }

    private List<S3ServerEntry> servers() {
        S3ServersReading reading = S3ServersReader.read(s3Servers);
        if (!reading.problems().isEmpty()) {
            throw new InvalidPolicyException("the file of S3 servers", reading.problems());
        }
        return reading.servers();
    }

    private void prepareServers(S3Servers known, List<S3ServerEntry> servers) throws SQLException {
        for (S3ServerEntry server : servers) {
            known.put(server.name(), server.settings());
            remark("S3 server  " + server.name());
        }
        if (createBuckets) {
            known.createBuckets().forEach(bucket -> remark("bucket created  " + bucket));
        }
    }

    private void show(String key, List<String> files, String what, List<String> migrated) {
        if (dryRun || verbose.isOn()) {
            files.forEach(file -> remark(key + "  " + file));
        }
        migrated.forEach(file -> remark(key + "  migration " + file));
        String summary = files.isEmpty() ? "nothing to do, this version is installed" : summary(files) + " " + what;
        Map<String, Object> object = new LinkedHashMap<>(Map.of("version", Version.current(), key, files));
        if (migrations != null) {
            object.put("migrations", migrated);
            summary += "; " + (migrated.isEmpty() ? "no migrations to apply" : migrated.size() + " migrations " + what);
        }
        output.print(object, "Partition Tools " + Version.current() + ": " + summary);
    }

    private String summary(List<String> files) {
        long migrations = files.stream().filter(file -> file.matches("(.*/)?V[^/]*")).count();
        return migrations + " migrations and " + (files.size() - migrations) + " files of routines and views";
    }

    private void warn(String warning) {
        output.log().write(LogEntry.of(Level.warning, output.log().isPlain() ? "warning: " + warning : warning));
    }

    private void showMissingRoles(String statements) {
        remark("roles are missing, and this user may not create them. Let an administrator execute:");
        statements.lines().forEach(line -> remark("  " + line));
        remark("then deploy again, which grants them what they need.");
    }

    private void remark(String line) {
        if (output.isTable()) {
            output.out().println(line);
        }
    }
}
