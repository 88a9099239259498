package org.partitiontools.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.Database;
import org.partitiontools.reference.SchemaDump;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

@PartitionToolsDatabase
class DeployerIT {

    private final TestServer server;
    private final TestDatabase installed;
    private TestDatabase database;

    DeployerIT(TestServer server, TestDatabase installed) {
        this.server = server;
        this.installed = installed;
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
    void deployingTwiceChangesNothing() throws SQLException {
        Deployer deployer = Deployer.forServer(database.database());
        List<String> pending = deployer.pending();
        assertThat(pending).contains("table/V001__schemas.sql");

        assertThat(deployer.deploy()).isEqualTo(pending);

        assertThat(deployer.pending()).isEmpty();
        assertThat(deployer.deploy()).isEmpty();
    }

    @Test
    void lookingAtWhatIsPendingChangesNothing() throws SQLException {
        Deployer.forServer(database.database()).pending();

        assertThat(database.queryForStrings("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'partition%'")).isEmpty();
    }

    @Test
    void manyDeploysAtOnceApplyEachFileOnce() throws Exception {
        List<Callable<List<String>>> deploys = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            deploys.add(() -> Deployer.forServer(database.database()).deploy());
        }
        ExecutorService threads = Executors.newFixedThreadPool(deploys.size());
        List<Future<List<String>>> results = threads.invokeAll(deploys);
        threads.shutdown();

        int applied = 0;
        for (Future<List<String>> result : results) {
            applied += result.get().size();
        }
        assertThat(database.queryForString("""
                SELECT count(*) FROM partition_tools_internal.flyway_schema_history WHERE type = 'SQL' AND success
                """)).isEqualTo(String.valueOf(applied));
        SchemaDump.assertSame(database, installed);
    }

    @Test
    void waitsForTheLockThatTheInstallScriptTakes() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Deployer deployer = Deployer.forServer(database.database());
        Future<List<String>> deploy;
        try (Connection script = database.connect(); Statement statement = script.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + InstallScript.FLYWAY_LOCK + ")");
            deploy = thread.submit(deployer::deploy);
            assertThatThrownBy(() -> deploy.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        }
        assertThat(deploy.get()).isNotEmpty();
        thread.shutdown();
    }

    @Test
    void aPlainFlywayWithTheSameSettingsInstallsTheSame() throws Exception {
        Properties settings = new Properties();
        settings.load(Files.newBufferedReader(project().resolve("config/flyway.conf")));
        Flyway.configure()
                .configuration(settings)
                .dataSource(database.database().url(), "postgres", null)
                .locations("filesystem:" + project().resolve("sql/common"), "filesystem:" + project().resolve("sql/postgresql"))
                .load()
                .migrate();

        SchemaDump.assertSame(database, installed);
        assertThat(Deployer.forServer(database.database()).pending()).isEmpty();
    }

    @Test
    void settingsOfTheRoleDoNotMatter() throws Exception {
        Database hostile = hostileUser();

        Deployer.forServer(hostile).deploy();

        SchemaDump.assertSame(database, installed);
    }

    @Test
    void anUpgradeWithDataEqualsAFreshInstall(@TempDir Path folder) throws Exception {
        Bundle newer = new BundleEditor(project().resolve("sql"), folder)
                .add("common/table/V900__upgrade.sql", "ALTER TABLE partition_tools_internal.run ADD COLUMN note text DEFAULT 'old';")
                .add("common/job/R__upgrade.sql",
                        "CREATE FUNCTION partition_tools.upgraded() RETURNS int LANGUAGE sql AS 'SELECT 1';")
                .change("postgresql/job/R__view_report.sql", "COMMENT ON VIEW partition_tools.report IS 'changed';")
                .bundle();
        Deployer.forServer(database.database()).deploy();
        database.execute("INSERT INTO partition_tools_internal.run (kind, as_of) VALUES ('partitioning', now())");

        List<String> applied = new Deployer(database.database(), newer).deploy();

        assertThat(applied).containsExactly("table/V900__upgrade.sql", "job/R__upgrade.sql", "job/R__view_report.sql");
        assertThat(database.queryForString("SELECT note FROM partition_tools_internal.run")).isEqualTo("old");
        try (TestDatabase fresh = server.createEmptyDatabase()) {
            new Deployer(fresh.database(), newer).deploy();
            SchemaDump.assertSame(database, fresh);
        }
        assertThatThrownBy(() -> Deployer.forServer(database.database()).deploy())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("newer version");
    }

    @Test
    void anUpgradeThatFailsLeavesNothingBehind(@TempDir Path folder) throws Exception {
        Bundle broken = new BundleEditor(project().resolve("sql"), folder)
                .add("common/table/V900__good.sql", "CREATE TABLE partition_tools_internal.good ();")
                .add("common/table/V901__bad.sql", "CREATE TABLE partition_tools_internal.bad (c nosuchtype);")
                .bundle();
        Deployer.forServer(database.database()).deploy();

        assertThatThrownBy(() -> new Deployer(database.database(), broken).deploy()).isInstanceOf(FlywayException.class);

        SchemaDump.assertSame(database, installed);
        assertThat(Deployer.forServer(database.database()).deploy()).isEmpty();
    }

    /** A user who may do no more than needed, and whose settings would change the meaning of what is executed. */
    private Database hostileUser() throws SQLException {
        String name = "hostile_" + database.name();
        database.execute(
                "CREATE ROLE " + name + " LOGIN",
                "GRANT CREATE ON DATABASE " + database.name() + " TO " + name,
                "CREATE SCHEMA evil",
                "GRANT USAGE ON SCHEMA evil TO " + name,
                "CREATE FUNCTION evil.now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT NULL::timestamptz $$",
                "ALTER ROLE " + name + " SET search_path = evil, pg_catalog",
                "ALTER ROLE " + name + " SET statement_timeout = '20ms'",
                "ALTER ROLE " + name + " SET default_transaction_read_only = on",
                "ALTER ROLE " + name + " SET default_transaction_isolation = serializable",
                "ALTER ROLE " + name + " SET default_tablespace = warm");
        Properties properties = new Properties();
        properties.setProperty("user", name);
        return new Database(database.database().url(), properties);
    }

    private static Path project() {
        return Path.of(System.getProperty("project.directory", "..")).normalize();
    }
}
