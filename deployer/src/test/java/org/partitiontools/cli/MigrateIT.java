package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.api.Migration;
import org.partitiontools.progress.LogDisplay;
import org.partitiontools.progress.TableResult;
import org.partitiontools.run.MigrationWork;
import org.partitiontools.run.Runner;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Whole command lines that copy tables. */
@PartitionToolsDatabase
class MigrateIT {

    private final TestDatabase original;
    private TestDatabase database;

    MigrateIT(TestDatabase original) {
        this.original = original;
    }

    @BeforeEach
    void fillTables() throws SQLException {
        database = original.fresh();
        database.execute("""
                CREATE SCHEMA old;
                CREATE TABLE old.a (id int PRIMARY KEY, v text);
                INSERT INTO old.a SELECT i, 'a' || i FROM generate_series(1, 3000) AS i;
                CREATE TABLE old.b AS TABLE old.a;
                CREATE TABLE public.a (v text, id int PRIMARY KEY);
                CREATE TABLE public.b (v text, id int PRIMARY KEY);
                INSERT INTO partition_tools.migration_config (source, target, pkey, batchsize, parts, trunc, priority)
                VALUES ('old.a', 'public.a', 'id', 200, 3, true, 2), ('old.b', 'public.b', 'id', 200, 3, true, 1);
                """);
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @Test
    void copiesAndVerifiesEverything() throws Exception {
        Invocation migrate = invoke("migrate", "--jobs", "3", "--exact", "--verify", "--format", "json");

        assertThat(migrate.exitCode()).as(migrate.err()).isZero();
        JsonNode result = migrate.json();
        assertThat(result.get("tables").findValuesAsText("table")).containsExactly("public.b", "public.a");
        assertThat(result.get("tables").findValuesAsText("state")).containsOnly("completed");
        assertThat(result.get("verification").findValuesAsText("equal")).hasSize(6).containsOnly("true");
        assertThat(migrate.err()).contains("source and target are equal");
        assertThat(invoke("report", "--run", "1").out()).contains("public.a", "completed");
    }

    @Test
    void onlyTheNamedTargetsAreCopied() throws Exception {
        Invocation migrate = invoke("migrate", "--targets", "public.b");

        assertThat(migrate.exitCode()).as(migrate.err()).isZero();
        assertThat(migrate.out()).contains("public.b", "completed", "3,000").doesNotContain("public.a");
        assertThat(invoke("migrate", "--targets", "public.none").exitCode()).isEqualTo(4);
    }

    @Test
    void afterAFailureResumeGoesOn() throws Exception {
        database.execute("ALTER TABLE public.a ADD CONSTRAINT bad CHECK (id <> 1500)");

        Invocation migrate = invoke("migrate", "--format", "json");

        assertThat(migrate.exitCode()).isEqualTo(4);
        assertThat(migrate.json().findValuesAsText("state")).containsExactly("completed", "failed");
        assertThat(migrate.json().get(1).get("sqlstate").asText()).isEqualTo("23514");
        assertThat(migrate.json().get(1).get("completed").asInt()).isEqualTo(2);
        database.execute("ALTER TABLE public.a DROP CONSTRAINT bad", "UPDATE public.a SET v = 'kept' WHERE id = 1");
        Invocation resume = invoke("migrate", "--resume", "1");
        assertThat(resume.exitCode()).as(resume.err()).isZero();
        assertThat(database.queryForString("SELECT count(*) || min(v) FILTER (WHERE id = 1) FROM public.a")).isEqualTo("3000kept");
        assertThat(invoke("migrate", "--resume", "1").out()).contains("nothing to do");
        assertThat(invoke("migrate", "--resume", "99").exitCode()).isEqualTo(1);
    }

    @Test
    void aDifferenceHasItsExitCode() throws Exception {
        database.execute("CREATE FUNCTION public.spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.v := 'x'; RETURN NEW; END $$",
                "CREATE TRIGGER spoil BEFORE INSERT ON public.a FOR EACH ROW WHEN (NEW.id = 2500) EXECUTE FUNCTION public.spoil()");

        Invocation migrate = invoke("migrate", "--verify");

        assertThat(migrate.exitCode()).isEqualTo(5);
        assertThat(migrate.err()).contains("1 ranges differ");
        assertThat(migrate.out()).contains("false");
    }

    @Test
    void verifyLooksAtARunThatIsFinished() throws Exception {
        assertThat(invoke("migrate").exitCode()).isZero();
        Invocation equal = invoke("migrate", "--resume", "1", "--verify", "--format", "json");
        assertThat(equal.exitCode()).as(equal.err()).isZero();
        assertThat(equal.json().get("verification").findValuesAsText("equal")).hasSize(6).containsOnly("true");
        database.execute("DELETE FROM public.a WHERE id = 1500");

        Invocation migrate = invoke("migrate", "--resume", "1", "--verify", "--format", "json");

        assertThat(migrate.exitCode()).isEqualTo(5);
        assertThat(migrate.err()).contains("1 ranges differ");
        assertThat(migrate.json().get("verification").findValuesAsText("equal")).hasSize(6).containsOnlyOnce("false");
    }

    @Test
    void anEmptyConfigurationIsNotEqual() throws Exception {
        database.execute("DELETE FROM partition_tools.migration_config");

        for (String[] arguments : new String[][] {{"migrate"}, {"migrate", "--verify"}, {"migrate", "--verify", "--format", "json"}}) {
            Invocation migrate = invoke(arguments);
            assertThat(migrate.exitCode()).isEqualTo(1);
            assertThat(migrate.err()).contains("no migration is configured").doesNotContain("equal");
        }
    }

    @Test
    void verifyLooksWhereAJobFailedToo() throws Exception {
        database.execute("ALTER TABLE public.a ADD CONSTRAINT bad CHECK (id <> 1500)");

        Invocation migrate = invoke("migrate", "--verify", "--format", "json");

        assertThat(migrate.exitCode()).isEqualTo(4);
        assertThat(migrate.json().get("verification").findValuesAsText("equal")).hasSize(6).containsOnlyOnce("false");
    }

    @Test
    void aJobThatIsCancelledIsNotCompleted() throws Exception {
        assertThat(database.queryForStrings("SELECT statement FROM partition_tools.run()")).hasSize(6);
        database.execute("CALL partition_tools.cancel(2)");

        Invocation migrate = invoke("migrate", "--resume", "1", "--format", "json");

        assertThat(migrate.exitCode()).as(migrate.err()).isEqualTo(4);
        assertThat(migrate.json().findValuesAsText("state")).containsExactly("cancelled", "completed");
        assertThat(migrate.json().get(0).get("completed").asInt()).isEqualTo(2);
        assertThat(migrate.json().get(0).get("error").asText()).contains("job 2 has been cancelled");
        // There is nothing left to do, and it is still not complete.
        assertThat(invoke("migrate", "--resume", "1").exitCode()).isEqualTo(4);
        assertThat(invoke("migrate", "--resume", "1", "--verify").exitCode()).isEqualTo(4);
    }

    @Test
    void jobsThatAnotherRunDismissesAreNotCompleted() throws Exception {
        try (LogDisplay display = new LogDisplay(new PrintWriter(Writer.nullWriter()))) {
            MigrationWork work = MigrationWork.prepare(database.database(), new Migration(List.of(), Optional.empty(), false, false), display::remark);
            database.execute("SELECT * FROM partition_tools.run()");

            List<TableResult> results = new Runner(database.database(), display).run(work, 2);

            assertThat(results).allSatisfy(result -> {
                assertThat(result.state()).isEqualTo(TableResult.State.cancelled);
                assertThat(result.completed()).isZero();
            });
            assertThat(Summary.exitCode(results)).isEqualTo(ExitCode.OPERATION_FAILED);
        }
    }

    @Test
    void anotherRunCopiesWhatIsNewAndFullCopiesAll() throws Exception {
        database.execute("UPDATE partition_tools.migration_config SET trunc = false", "ALTER TABLE public.a DROP CONSTRAINT a_pkey");
        assertThat(invoke("migrate", "--targets", "public.a").exitCode()).isZero();
        database.execute("INSERT INTO old.a VALUES (3001, 'new')");

        Invocation again = invoke("migrate", "--targets", "public.a", "--verify");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("going on after the last keys of run 1");
        assertThat(database.queryForString("SELECT count(*) FROM public.a")).isEqualTo("3001");
        Invocation full = invoke("migrate", "--targets", "public.a", "--full");
        assertThat(full.exitCode()).as(full.err()).isZero();
        assertThat(database.queryForString("SELECT count(*) FROM public.a")).isEqualTo("6002");
        assertThat(invoke("migrate", "--resume", "1", "--full").exitCode()).isEqualTo(2);
    }

    private Invocation invoke(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = database.url();
        return Invocation.of(all);
    }
}
