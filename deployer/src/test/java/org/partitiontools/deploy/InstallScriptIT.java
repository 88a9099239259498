package org.partitiontools.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.reference.SchemaDump;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

@PartitionToolsDatabase
class InstallScriptIT {

    private static final String HISTORY = """
            SELECT concat_ws('|', installed_rank, version, description, type, script, checksum, installed_by, success)
            FROM partition_tools_internal.flyway_schema_history
            ORDER BY installed_rank
            """;

    private final TestServer server;
    private final TestDatabase deployed;
    private TestDatabase database;

    InstallScriptIT(TestServer server, TestDatabase deployed) {
        this.server = server;
        this.deployed = deployed;
    }

    @BeforeEach
    void createDatabase() throws SQLException {
        database = server.createEmptyDatabase();
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void installsWhatDeployInstallsWithTheSameHistory() throws Exception {
        run(database, built());

        SchemaDump.assertSame(database, deployed);
        assertThat(database.queryForStrings(HISTORY)).isEqualTo(deployed.queryForStrings(HISTORY));
        assertThat(Deployer.forServer(database.database()).deploy()).isEmpty();
    }

    @Test
    void changesNothingTheSecondTime() throws Exception {
        run(database, built());
        run(database, built());

        assertThat(database.queryForStrings(HISTORY)).isEqualTo(deployed.queryForStrings(HISTORY));
    }

    @Test
    void changesNothingAfterDeploy() throws Exception {
        Deployer.forServer(database.database()).deploy();

        run(database, built());

        assertThat(database.queryForStrings(HISTORY)).isEqualTo(deployed.queryForStrings(HISTORY));
    }

    @Test
    void upgradesWhatDeployInstalled(@TempDir Path folder) throws Exception {
        Deployer.forServer(database.database()).deploy();
        Bundle newer = new BundleEditor(Path.of(System.getProperty("project.directory"), "sql"), folder)
                .add("common/table/V900__upgrade.sql", "CREATE TABLE partition_tools_internal.upgrade (\"it's\" text);")
                .change("postgresql/job/R__view_report.sql", "COMMENT ON VIEW partition_tools.report IS '$migration$';")
                .bundle();

        run(database, InstallScript.of(Engine.POSTGRESQL, Migration.in(newer)));

        assertThat(new Deployer(database.database(), newer).deploy()).isEmpty();
        try (TestDatabase fresh = server.createEmptyDatabase()) {
            new Deployer(fresh.database(), newer).deploy();
            SchemaDump.assertSame(database, fresh);
        }
        assertThatThrownBy(() -> run(database, built())).hasMessageContaining("a newer version of Partition Tools is installed");
    }

    @Test
    void refusesAnotherEngine() {
        assertThatThrownBy(() -> run(database, InstallScript.of(Engine.GREENPLUM, List.of())))
                .hasMessageContaining("this is the installation for greenplum, and this server is PostgreSQL");
    }

    @Test
    void worksInPsql() throws Exception {
        assumeThat(psql("postgres", "--version")).as("psql is on the PATH").isZero();

        assertThat(psql(database.name(), "-X", "-f", builtFile().toString())).isZero();
        assertThat(psql(database.name(), "-X", "-f", builtFile().toString())).isZero();

        SchemaDump.assertSame(database, deployed);
        assertThat(database.queryForStrings(HISTORY)).isEqualTo(deployed.queryForStrings(HISTORY));
    }

    private static Path builtFile() {
        return Path.of(System.getProperty("project.directory"), "deployer/target/install/postgresql/install.sql");
    }

    private static String built() throws IOException {
        return Files.readString(builtFile());
    }

    /** Executes the script as psql would; the few commands of psql in it only steer output and errors. */
    private static void run(TestDatabase database, String script) throws SQLException {
        database.execute(script.replaceAll("(?m)^\\\\(set|echo).*$", "").replaceAll(" \\\\gset\\R", ";\n"));
    }

    private int psql(String databaseName, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "psql", "-q", "-h", "localhost", "-p", String.valueOf(server.port()), "-U", "postgres", "-d", databaseName));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            System.out.print(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            return process.waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
