package org.partitiontools.run;

import java.util.List;

/** Jobs of one table whose progress is shown as one. */
interface Watched {

    String table();

    /** The jobs, as soon as they are known. */
    List<Job> jobs();
}
