/** The command line's lessons: the theory of recurrent networks as tables and plots. */
package io.github.recurrent4j.cli.lessons;
