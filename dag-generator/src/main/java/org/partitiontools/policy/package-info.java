/**
 * The policy: reading YAML, checking it, and handing it on as an immutable model or as JSON for SQL.
 *
 * <h2>Use</h2>
 *
 * <pre>{@code
 * PolicyReading reading = PolicyReader.read(List.of(Path.of("sales.yaml"), Path.of("logs.yaml")));
 * reading.problems().forEach(System.err::println);   // sales.yaml:12:5: tables[0].table: message (hint)
 * for (PolicyFile policy : reading.policies()) {      // the files without problems
 *     for (TablePolicy table : policy.tables()) {
 *         String regclass = table.qualifiedName();                       // sales."Order Lines"
 *         String operations = PolicyJson.of(table, policy.timezone());   // p_operations of plan, run, check_config
 *     }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link org.partitiontools.policy.yaml.PolicyReader} never throws for what stands in a file; contradictions within a
 *       table ({@link org.partitiontools.policy.check.Contradictions}) are among the problems.
 *   <li>{@link org.partitiontools.policy.check.PolicyProblem} has file, line, column, key path, message and hint;
 *       {@code toString()} is the line for people.
 *   <li>{@link org.partitiontools.policy.model.PolicyFile} has the scheduler's side (schedule, connection, engine, ...) and
 *       the {@link org.partitiontools.policy.model.TablePolicy tables}, defaults applied.
 *   <li>{@link org.partitiontools.policy.model.SqlIdentifier} quotes a name for SQL.
 * </ul>
 *
 * <p>The packages below it: {@code interval}, spans of time; {@code model}, the values; {@code check}, what may be wrong with
 * them; {@code yaml}, the files. The format of the files is described in {@code doc/policy.md}.
 *
 * <p>Uses: nothing.
 */
package org.partitiontools.policy;
