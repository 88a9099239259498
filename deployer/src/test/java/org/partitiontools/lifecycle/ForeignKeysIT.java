package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** Foreign keys of a table, and of its staging, between the mirror and the swap. */
@PartitionToolsDatabase(owner = true)
class ForeignKeysIT {

    /** What foreign keys do to the table's rows, and ask of them, is not done to those of staging, too: not before, which the mirror would not understand, and not too early, which would be an error of the writer's. */
    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(delimiter = '|', value = {
        "without a key        | (price) REFERENCES prices ON DELETE CASCADE  | DELETE FROM prices WHERE price = 5                                                      | 900",
        "without a key        | (price) REFERENCES prices ON DELETE SET NULL | DELETE FROM prices WHERE price = 5                                                      | 1000",
        "PRIMARY KEY (id, at) | (price) REFERENCES prices ON DELETE SET NULL | DELETE FROM prices WHERE price = 5                                                      | 1000",
        "PRIMARY KEY (id, at) | (at) REFERENCES days ON UPDATE CASCADE       | UPDATE days SET at = at + 100 WHERE at < '2025-01-03'                                   | 1000",
        "PRIMARY KEY (id, at) | (price) REFERENCES prices                    | WITH gone AS (DELETE FROM t WHERE price = 5) DELETE FROM prices WHERE price = 5         | 900",
        "PRIMARY KEY (id, at) | (price) REFERENCES prices DEFERRABLE         | WITH gone AS (DELETE FROM t WHERE price = 5) DELETE FROM prices WHERE price = 5         | 900"})
    void foreignKeysDoNothingToStaging(String key, String foreignKey, String change, String rows, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            January.create(database, key.startsWith("without") ? "" : key);
            database.execute("UPDATE t SET price = id % 10", "CREATE TABLE prices (price numeric PRIMARY KEY)", "INSERT INTO prices SELECT DISTINCT price FROM t",
                    "CREATE TABLE days (at date PRIMARY KEY)", "INSERT INTO days SELECT DISTINCT at FROM t", "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY " + foreignKey);
            String definition = database.queryForString("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 't'::regclass AND conname = 'k'");
            // PostgreSQL takes them in the order of their names, which have the OID in them: those of the table come last.
            for (String rename : database.queryForStrings("SELECT format('ALTER TRIGGER %I ON %s RENAME TO %I', t.tgname, t.tgrelid::regclass, 'RI_ConstraintTrigger_z' || t.oid)"
                    + " FROM pg_trigger AS t WHERE t.tgrelid IN ('prices'::regclass, 'days'::regclass) AND t.tgparentid = 0")) {
                database.execute(rename);
            }
            long job = January.merge(database);
            Steps.until(database, job, "swap");
            database.execute(change);
            List<String> expected = database.queryForStrings("SELECT t::text FROM t ORDER BY 1");
            try (JobSession session = JobSession.open(database)) {
                session.start(job);
            }
            assertThat(database.queryForStrings("SELECT t::text FROM t ORDER BY 1")).hasSize(Integer.parseInt(rows)).isEqualTo(expected);
            assertThat(database.queryForStrings("SELECT DISTINCT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conname = 'k'")).containsExactly(definition);
            assertThat(database.queryForString("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = 't_jan'::regclass AND convalidated")).isEqualTo("1");
            assertThat(Leftovers.in(database)).isEmpty();
        }
    }
}
