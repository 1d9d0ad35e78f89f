/** The loop every app shares: schedules, validation, checkpoints and resume, progress, curves. */
package io.github.recurrent4j.training;
