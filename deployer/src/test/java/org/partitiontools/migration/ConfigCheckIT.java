package org.partitiontools.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Rows of migration_config that cannot work are refused when they are inserted. */
@PartitionToolsDatabase
class ConfigCheckIT {

    private static TestDatabase database;
    private static Migrations migrations;

    @BeforeAll
    static void fill(TestDatabase original) throws SQLException {
        database = original.fresh();
        migrations = new Migrations(database);
        database.execute("""
                CREATE SCHEMA src;
                CREATE SEQUENCE src.s;
                CREATE TABLE src.t (id int, day date, price text, extra int, j json);
                CREATE TABLE public.t (id int, day date, price text);
                CREATE TABLE public.needs (id int, must text NOT NULL);
                CREATE TABLE public.typed (id int, price numeric);
                CREATE TABLE public.other (nothing int);
                CREATE TABLE public.made (id int GENERATED ALWAYS AS IDENTITY, double int GENERATED ALWAYS AS (id * 2) STORED, day date DEFAULT '2020-01-01', note text);
                CREATE VIEW public.v AS TABLE public.t;
                CREATE FUNCTION public.my_function(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
                """);
    }

    @AfterAll
    static void drop() throws SQLException {
        database.close();
    }

    @ParameterizedTest(name = "{0} to {1}, {2}: {3}")
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "src.none | public.t      | parts = 1                   | 42P01 | src.none",
        "src.s    | public.t      | parts = 1                   | PP060 | rows cannot be copied from src.s",
        "src.t    | public.v      | parts = 1                   | PP060 | rows cannot be copied to public.v",
        "src.t    | src.t         | parts = 1                   | PP060 | is source and target",
        "src.t    | public.needs  | parts = 1                   | PP061 | column \"must\" of public.needs has no counterpart",
        "src.t    | public.typed  | parts = 1                   | PP061 | column \"price\" of public.typed cannot take the values",
        "src.t    | public.other  | parts = 1                   | PP061 | no column in common",
        "src.t    | public.t      | columns = '[]'              | PP061 | is not an object",
        "src.t    | public.t      | columns = '{\"id\": 1}'     | PP061 | is not an object",
        "src.t    | public.t      | columns = '{\"none\": \"1\"}' | PP061 | columns names \"none\"",
        "src.t    | public.made   | columns = '{\"double\": \"1\"}' | PP061 | is generated",
        "src.t    | public.t      | pkey = 'none'               | PP062 | key column \"none\" does not exist",
        "src.t    | public.t      | pkey = 'id, ,day'           | PP062 | key column",
        "src.t    | public.t      | pkey = 'j'                  | PP062 | is of type json",
        "src.t    | public.t      | condition = 'nonsense ='    | PP063 | condition is not valid",
        "src.t    | public.t      | condition = 'true) OR (true' | PP063 | condition is not valid",
        "src.t    | public.t      | condition = 'true); DROP TABLE public.t; SELECT (true' | PP063 | condition is not valid",
        "src.t    | public.t      | condition = 'true; SELECT 1' | PP063 | condition is not valid",
        "src.t    | public.t      | condition = '/* open'       | PP063 | condition is not valid",
        "src.t    | public.t      | condition = 'my_function(id) = 1' | PP063 | condition is not valid",
        "src.t    | public.t      | condition = 'id = ''x'''    | PP063 | condition is not valid",
        "src.t    | public.t      | condition = 'count(*) > 1'  | PP063 | condition is not valid",
        "src.t    | public.t      | condition = 'id = $1'       | PP063 | condition is not valid",
        "src.t    | public.t      | columns = '{\"id\": \"id, day\"}' | PP061 | ",
        "src.t    | public.t      | columns = '{\"id\": \"none\"}' | PP063 | the expression of column \"id\"",
        "src.t    | public.t      | parts = 2                   | PP064 | cannot be cut in parts",
        "src.t    | public.t      | part_by = 'partition'       | PP064 | partition by partition",
        "src.t    | public.t      | batchsize = 0               | 23514 | batchsize"})
    void aBadRowIsRefused(String source, String target, String option, String sqlstate, String message) {
        assertThatThrownBy(() -> migrations.configure(source, target, option))
                .hasMessageContaining(message == null ? "" : message)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).as(e.getMessage()).isEqualTo(sqlstate));
    }

    @Test
    void aModulusNeedsAnInteger() {
        assertThatThrownBy(() -> migrations.configure("src.t", "public.t", "pkey = 'day'", "parts = 2", "part_by = 'modulus'"))
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP064"));
    }

    @Test
    void anUpdateIsCheckedToo() throws SQLException {
        long config = migrations.configure("src.t", "public.t");

        assertThatThrownBy(() -> database.execute("UPDATE partition_tools.migration_config SET pkey = 'none' WHERE config_id = " + config))
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP062"));
        database.execute("DELETE FROM partition_tools.migration_config");
    }

    @Test
    void missingGeneratedAndIdentityColumnsAndExpressionsAreHandled() throws SQLException {
        database.execute("INSERT INTO src.t VALUES (7, '2024-05-06', '1.50 EUR', 1), (8, NULL, '', 2)");
        migrations.configure("src.t", "public.made", "columns = '{\"day\": \"day + 1\", \"note\": \"public.my_function(id) || '' -- '' || price -- a comment\"}'");
        migrations.configure("src.t", "public.typed", "columns = '{\"price\": \"nullif(split_part(price, '' '', 1), '''')::numeric\"}'");

        migrations.migrate();

        assertThat(database.queryForStrings("SELECT m::text FROM public.made AS m ORDER BY id"))
                .containsExactly("(7,14,2024-05-07,\"7 -- 1.50 EUR\")", "(8,16,,\"8 -- \")");
        assertThat(database.queryForStrings("SELECT price FROM public.typed ORDER BY id")).containsExactly("1.50", null);
        migrations.assertVerified();
        database.execute("DELETE FROM partition_tools.migration_config");
    }

    @Test
    void aRelationThatIsGoneIsNamed() throws SQLException {
        database.execute("CREATE TABLE src.gone (id int)", "CREATE TABLE public.gone (id int)");
        migrations.configure("src.gone", "public.gone");
        List<String> statements = migrations.run();
        database.execute("DROP TABLE src.gone");

        assertThatThrownBy(() -> migrations.execute(statements))
                .hasMessageContaining("source src.gone does not exist any more")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP060"));
        assertThatThrownBy(migrations::run).satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP060"));
        database.execute("DELETE FROM partition_tools.migration_config");
    }
}
