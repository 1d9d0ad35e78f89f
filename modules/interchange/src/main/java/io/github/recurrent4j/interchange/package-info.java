package io.github.recurrent4j.interchange;
