/** The catalogue of public corpora: where they are, under which licence, and their checksums. */
package io.github.recurrent4j.vectorization.datasets;
