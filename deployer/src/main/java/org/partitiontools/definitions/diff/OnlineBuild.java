package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.List;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Statement;

/**
 * Indexes and constraints for tables that are in use: built without keeping writers waiting, on each partition by itself, then attached.
 */
final class OnlineBuild implements Building {

    private static final String ALTER_TABLE = "ALTER TABLE ";
    private static final String DROP_INDEX = "DROP INDEX CONCURRENTLY IF EXISTS ";

    private final Catalogue current;
    private final List<Statement> statements = new ArrayList<>();

    OnlineBuild(Catalogue current) {
        this.current = current;
    }

    @Override
    public List<Statement> index(DbObject index) {
        return index(index, index.name());
    }

    /** The one of the same name stays until the new one is ready. */
    @Override
    public List<Statement> replacement(DbObject index) {
        String temporary = Sql.joined("new", Sql.rawName(index.identity()));
        String schema = Sql.schemaOf(index.identity());
        index(index, temporary);
        if (current.isPartitioned(index.parent())) {
            add("DROP INDEX IF EXISTS " + index.identity(), Lock.moment(index.parent() + " and its partitions"));
        } else {
            add(DROP_INDEX + index.identity(), "");
        }
        add("ALTER INDEX " + schema + "." + temporary + " RENAME TO " + index.name(), "");
        if (index.comment() != null) {
            add(Sql.comment(index), "");
        }
        return statements;
    }

    private List<Statement> index(DbObject index, String name) {
        String qualified = Sql.schemaOf(index.identity()) + "." + name;
        if (current.isPartitioned(index.parent())) {
            add("DROP INDEX IF EXISTS " + qualified, "");
            add(Creation.index(index, name, "ONLY " + index.parent()), Lock.writersWait(index.parent()));
            for (String leaf : current.leaves(index.parent())) {
                String leafIndex = leafName(leaf, name);
                buildOn(leaf, leafIndex, index.has("is_unique"), index.get("body"));
                attach(qualified, leaf, leafIndex);
            }
            complete(index, qualified);
        } else {
            add(DROP_INDEX + qualified, "");
            add(Creation.index(index, name, index.parent()).replaceFirst("INDEX ", "INDEX CONCURRENTLY "), Lock.building(index.parent()));
        }
        if (index.has("tablespace")) {
            add("ALTER INDEX " + qualified + " SET TABLESPACE " + index.get("tablespace"), Lock.moment(qualified));
        }
        if (index.comment() != null && name.equals(index.name())) {
            add(Sql.comment(index), "");
        }
        return statements;
    }

    /** Partitions that were made after this was written, and before the index of the parent; later ones have theirs from the beginning. */
    private void complete(DbObject index, String qualified) {
        String body = """
                DECLARE
                    leaf record;
                BEGIN
                    FOR leaf IN SELECT c.oid::regclass AS name, n.nspname, 'i' || c.oid || '_' || %1$s::regclass::oid AS index_name
                                  FROM pg_catalog.pg_inherits AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid AND c.relkind = 'r'
                                  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                                 WHERE i.inhparent = %2$s::regclass
                                   AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_index AS x JOIN pg_catalog.pg_inherits AS a
                                                   ON a.inhrelid = x.indexrelid AND a.inhparent = %1$s::regclass WHERE x.indrelid = c.oid) LOOP
                        EXECUTE pg_catalog.format('CREATE %3$sINDEX %%I ON %%s USING %%s', leaf.index_name, leaf.name, %4$s);
                        EXECUTE pg_catalog.format('ALTER INDEX %%s ATTACH PARTITION %%I.%%I', %1$s, leaf.nspname, leaf.index_name);
                    END LOOP;
                END""".formatted(Sql.literal(qualified), Sql.literal(index.parent()), index.has("is_unique") ? "UNIQUE " : "", Sql.literal(index.get("body")));
        add("DO " + Sql.dollars(body), "SHARE on partitions that were made meanwhile, if there are any: writers wait");
    }

    @Override
    public List<Statement> constraint(DbObject constraint) {
        String table = constraint.parent();
        if (constraint.has("index_body")) {
            key(constraint);
        } else if (constraint.get("form").equals("exclude") || constraint.get("definition").contains("WITHOUT OVERLAPS")) {
            statements.add(Statement.locking(add(table, constraint, constraint.get("definition")), "ACCESS EXCLUSIVE on " + table + " while an index is built"));
        } else {
            checked(constraint);
        }
        if (constraint.comment() != null) {
            statements.add(Statement.of(Sql.comment(constraint)));
        }
        boolean online = statements.stream().anyMatch(Statement::isOnline);
        return statements.stream().map(statement -> online ? statement.asOnline() : statement).toList();
    }

    private void key(DbObject constraint) {
        String table = constraint.parent();
        String qualified = Sql.schemaOf(table) + "." + constraint.name();
        add(ALTER_TABLE + table + " DROP CONSTRAINT IF EXISTS " + constraint.name(), "");
        if (current.isPartitioned(table)) {
            add(add("ONLY " + table, constraint, constraint.get("definition")), Lock.moment(table));
            for (String leaf : current.leaves(table)) {
                String leafIndex = leafName(leaf, constraint.name());
                add(ALTER_TABLE + leaf + " DROP CONSTRAINT IF EXISTS " + leafIndex, "");
                buildOn(leaf, leafIndex, true, constraint.get("index_body"));
                add(ALTER_TABLE + leaf + " ADD CONSTRAINT " + leafIndex + " " + constraint.get("key_words") + " USING INDEX " + leafIndex
                        + constraint.get("suffix"), Lock.moment(leaf));
                attach(qualified, leaf, leafIndex);
            }
        } else {
            add(DROP_INDEX + qualified, "");
            add("CREATE UNIQUE INDEX CONCURRENTLY " + constraint.name() + " ON " + table + " USING " + constraint.get("index_body"), Lock.building(table));
            add(ALTER_TABLE + table + " ADD CONSTRAINT " + constraint.name() + " " + constraint.get("key_words") + " USING INDEX " + constraint.name()
                    + constraint.get("suffix"), Lock.moment(table));
        }
        if (constraint.has("tablespace")) {
            add("ALTER INDEX " + qualified + " SET TABLESPACE " + constraint.get("tablespace"), Lock.moment(qualified));
        }
    }

    /** CHECK and FOREIGN KEY: first for new rows, then for those that are there. */
    private void checked(DbObject constraint) {
        String table = constraint.parent();
        String definition = constraint.get("definition");
        boolean foreign = constraint.get("form").equals("foreign");
        String lock = foreign ? Lock.writersWait(table + " and " + constraint.get("referenced")) : Lock.moment(table);
        if (definition.endsWith(" NOT VALID") || definition.endsWith(" NOT ENFORCED")) {
            statements.add(Statement.locking(add(table, constraint, definition), lock));
            return;
        }
        add(ALTER_TABLE + table + " DROP CONSTRAINT IF EXISTS " + constraint.name(), "");
        if (foreign && current.isPartitioned(table)) {
            for (String leaf : current.leaves(table)) {
                add(ALTER_TABLE + leaf + " DROP CONSTRAINT IF EXISTS " + constraint.name(), "");
                add(add(leaf, constraint, definition + " NOT VALID"), Lock.writersWait(leaf + " and " + constraint.get("referenced")));
                add(ALTER_TABLE + leaf + " VALIDATE CONSTRAINT " + constraint.name(), Lock.validating(leaf));
            }
            // It finds those of the partitions, and reads no row.
            add(add(table, constraint, definition), lock);
        } else {
            add(add(table, constraint, definition + " NOT VALID"), lock);
            add(ALTER_TABLE + table + " VALIDATE CONSTRAINT " + constraint.name(), Lock.validating(table));
        }
    }

    /** SET NOT NULL that believes a constraint instead of reading all rows under its lock. */
    @Override
    public List<Statement> notNull(DbObject column) {
        String table = column.parent();
        String check = "partition_tools_not_null";
        add(ALTER_TABLE + table + " DROP CONSTRAINT IF EXISTS " + check, "");
        add(ALTER_TABLE + table + " ADD CONSTRAINT " + check + " CHECK (" + column.name() + " IS NOT NULL) NOT VALID", Lock.moment(table));
        add(ALTER_TABLE + table + " VALIDATE CONSTRAINT " + check, Lock.validating(table));
        add(ALTER_TABLE + table + " ALTER COLUMN " + column.name() + " SET NOT NULL", Lock.moment(table));
        add(ALTER_TABLE + table + " DROP CONSTRAINT " + check, Lock.moment(table));
        return statements;
    }

    private void buildOn(String leaf, String name, boolean unique, String body) {
        add(DROP_INDEX + Sql.schemaOf(leaf) + "." + name, "");
        add("CREATE " + (unique ? "UNIQUE " : "") + "INDEX CONCURRENTLY " + name + " ON " + leaf + " USING " + body, Lock.building(leaf));
    }

    private void attach(String index, String leaf, String leafIndex) {
        add("ALTER INDEX " + index + " ATTACH PARTITION " + Sql.schemaOf(leaf) + "." + leafIndex, "");
    }

    private static String leafName(String leaf, String index) {
        return Sql.joined(Sql.rawName(leaf), Sql.unquoted(index));
    }

    private static String add(String table, DbObject constraint, String definition) {
        return ALTER_TABLE + table + " ADD CONSTRAINT " + constraint.name() + " " + definition;
    }

    private void add(String sql, String lock) {
        statements.add(Statement.online(sql, lock));
    }
}
