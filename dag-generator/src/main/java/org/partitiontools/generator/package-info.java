/**
 * Renders policies as files for schedulers.
 *
 * <h2>Use</h2>
 *
 * <pre>{@code
 * GeneratorOptions options = GeneratorOptions.defaults()
 *         .withTemplateDirectory(Path.of("my-templates"))   // optional
 *         .withDeployDag(DagDeployer.Command.DEFAULT);      // optional, target airflow only
 * Generation generation = Generator.generate(Target.AIRFLOW, reading.policies(), Path.of("dags"), options);
 * generation.problems().forEach(System.err::println);       // then nothing was written
 * generation.files().forEach(System.out::println);
 * }</pre>
 *
 * <p>{@code generate} throws {@link java.io.IOException} only when the output cannot be written. It creates the output
 * directory, replaces each file atomically, and leaves all other files there alone. The same policies give the same
 * bytes.
 *
 * <h2>Quoting</h2>
 *
 * <p>A template's file name says which language it writes ({@code .py.ftl}, {@code .sql.ftl}, {@code .crontab.ftl},
 * {@code .yaml.ftl}), and every interpolation is quoted as a literal of that language unless the template says
 * otherwise: forgetting to quote cannot be exploited. The functions {@code py}, {@code sql}, {@code sh} and
 * {@code yaml} quote explicitly, and nest: {@code py(sql(x))}.
 *
 * <p>Uses: {@code files}, {@code policy.check}, {@code policy.interval}, {@code policy.model}.
 */
package org.partitiontools.generator;
