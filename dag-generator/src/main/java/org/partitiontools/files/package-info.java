/** What every part of the program says about files. */
package org.partitiontools.files;
