package org.partitiontools.definitions.diff;

import java.util.List;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Statement;

/** How indexes and constraints come to tables that are in use. Every sequence of statements may be executed again after it broke off anywhere. */
interface Building {

    /** An index that is new. */
    List<Statement> index(DbObject index);

    /** An index in the place of one of the same name. */
    List<Statement> replacement(DbObject index);

    /** A constraint that is new. */
    List<Statement> constraint(DbObject constraint);

    /** NOT NULL for a column that has rows. */
    List<Statement> notNull(DbObject column);

    /** As the server of a catalogue can do it for what belongs to one of its tables. */
    static Building on(Catalogue current, DbObject part) {
        return current.origin().isGreenplum() || current.isNested(part.parent()) && part.kind() != Kind.COLUMN ? new LockingBuild() : new OnlineBuild(current);
    }
}
