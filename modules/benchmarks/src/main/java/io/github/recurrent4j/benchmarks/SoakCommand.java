package io.github.recurrent4j.benchmarks;

import picocli.CommandLine.Command;

/** {@code r4j bench soak}: the long proofs, which are no measurements of speed. */
@Command(
    name = "soak",
    description =
        "Long proofs: each works for minutes to an hour, and exits 1 if one answer is not as it should be.",
    subcommands = {SoakCollectors.class, SoakStarts.class, SoakMemory.class})
final class SoakCommand {}
