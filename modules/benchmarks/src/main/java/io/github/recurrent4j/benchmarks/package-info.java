/** Side-by-side measurements against stock DL4J and DJL with PyTorch. */
package io.github.recurrent4j.benchmarks;
