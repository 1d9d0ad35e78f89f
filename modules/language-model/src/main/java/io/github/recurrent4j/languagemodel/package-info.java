/** Character and word language models: train, evaluate, generate, and use in a JVM application. */
package io.github.recurrent4j.languagemodel;
