package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.testing.TestDatabase;
import org.partitiontools.testing.TestServer;

/** A server that nobody may use as a superuser, as services have them: each test has one of its own, without our roles. */
class WithoutSuperuserIT {

    private TestServer server;
    private TestDatabase database;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = TestServer.startNew();
        server.execute("CREATE ROLE cloud_admin LOGIN CREATEROLE CREATEDB", "CREATE ROLE plain_admin LOGIN", "CREATE ROLE app LOGIN");
        database = server.createEmptyDatabase();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Deployer deployer(String owner) throws SQLException {
        server.execute("ALTER DATABASE " + database.name() + " OWNER TO " + owner);
        return Deployer.forServer(database.as(owner).database());
    }

    @Test
    void theOwnerOfTheDatabaseDeploysAndTheOwnerOfATableOperates() throws Exception {
        Deployer deployer = deployer("cloud_admin");
        deployer.deploy();
        assertThat(deployer.missingRoles()).isEmpty();
        TestDatabase admin = database.as("cloud_admin");
        admin.execute("GRANT partition_tools_operator TO app", "CREATE ROLE looker LOGIN", "GRANT partition_tools_viewer TO looker",
                "CREATE SCHEMA app", "GRANT CREATE, USAGE ON SCHEMA app TO app");
        database.execute("GRANT CREATE ON SCHEMA public TO app");
        TestDatabase app = database.as("app");
        Orders orders = Orders.create(app, Shape.PRIMARY_KEY, 5000, Operation.DRAIN.partitions());
        try (JobSession session = JobSession.open(app); Load load = Load.start(orders, true)) {
            Operation.DRAIN.execute(session, app);
            assertThat(load.errors()).isEmpty();
        }
        assertThat(orders.differences()).isZero();
        assertThat(Operation.DRAIN.plan(app)).isEmpty();
        // Whoever has deployed may look at everything, and may not act for the owner.
        assertThat(admin.queryForStrings("SELECT DISTINCT state FROM partition_tools.jobs")).containsExactly("completed");
        assertThat(database.as("looker").queryForStrings("SELECT DISTINCT state FROM partition_tools.report")).containsExactly("completed");
        assertThat(Leftovers.in(database)).isEmpty();
    }

    @Test
    void whoMayNotCreateRolesIsToldTheStatements() throws Exception {
        Deployer deployer = deployer("plain_admin");
        deployer.deploy();
        String statements = deployer.missingRoles().orElseThrow();
        assertThat(statements).contains("CREATE ROLE partition_tools_operator", "CREATE ROLE partition_tools_viewer");
        SQLException refused = catchThrowableOfType(SQLException.class, () -> database.as("app").execute("SELECT * FROM partition_tools.jobs"));
        assertThat(refused.getSQLState()).isEqualTo("42501");

        server.execute(statements, "GRANT partition_tools_operator TO app");
        assertThat(deployer.deploy()).as("there is nothing to apply").isEmpty();

        assertThat(deployer.missingRoles()).isEmpty();
        database.execute("GRANT CREATE ON SCHEMA public TO app");
        TestDatabase app = database.as("app");
        Orders.create(app, Shape.PRIMARY_KEY, 500, Operation.DRAIN.partitions());
        try (JobSession session = JobSession.open(app)) {
            Operation.DRAIN.execute(session, app);
        }
        assertThat(Operation.DRAIN.plan(app)).isEmpty();
    }

    @Test
    void deploysIntoSeveralDatabasesAtOnceShareTheRoles() throws Exception {
        List<Callable<List<String>>> deploys = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestDatabase one = server.createEmptyDatabase();
            deploys.add(() -> Deployer.forServer(one.database()).deploy());
        }
        ExecutorService threads = Executors.newFixedThreadPool(deploys.size());
        for (Future<List<String>> result : threads.invokeAll(deploys)) {
            assertThat(result.get()).isNotEmpty();
        }
        threads.shutdown();
        assertThat(database.queryForStrings("SELECT rolname FROM pg_roles WHERE rolname LIKE 'partition!_tools!_%' ESCAPE '!' ORDER BY 1"))
                .containsExactly("partition_tools_operator", "partition_tools_viewer");
    }
}
