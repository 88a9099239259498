/**
 * What an archive of a partition is: its manifest, its files and columns, and how they are digested. The packages below it know how
 * rows lie in a file ({@code format}), where files lie ({@code store}), and who carries them ({@code work}).
 *
 * <p>Uses: {@code database}, {@code partitiontools}.
 */
package org.partitiontools.archive;
