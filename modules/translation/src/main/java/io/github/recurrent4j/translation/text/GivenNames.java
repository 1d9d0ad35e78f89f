package io.github.recurrent4j.translation.text;

import java.util.Set;

/** Common given names of Spain and Spanish America, which often begin sentences. */
public final class GivenNames {
  private static final Set<String> NAMES =
      Set.of(
          ("Aarón Abel Abril Adela Adolfo Adrián Adriana Agustín Agustina Aitor"
                  + " Alba Alberto Alejandra Alejandro Alejo Alfonso Alfredo Alicia Almudena"
                  + " Alonso Álvaro Amalia Amparo Ana Anabel Andrea Andrés Ángel Ángela"
                  + " Ángeles Aníbal Antonia Antonio Araceli Arancha Ariana Ariel Armando"
                  + " Arturo Asunción Aurelio Aurora Azucena Bárbara Bartolomé Beatriz"
                  + " Begoña Belén Benito Benjamín Bernardo Berta Blanca Bruno Camila Camilo"
                  + " Candela Carla Carlos Carlota Carmelo Carmen Carolina Catalina Cecilia"
                  + " Celia César Clara Claudia Claudio Concepción Conchita Consuelo"
                  + " Cristian Cristina Cristóbal Daniel Daniela David Débora Delia Diana"
                  + " Diego Dolores Domingo Edgar Edmundo Eduardo Elena Elías Elisa Eloísa"
                  + " Elvira Emilia Emiliano Emilio Emma Enrique Ernesto Esperanza Esteban"
                  + " Ester Esther Eugenia Eugenio Eva Fabián Fabiola Federico Felipe Félix"
                  + " Fermín Fernanda Fernando Fidel Florencia Francisca Francisco Gabriel"
                  + " Gabriela Gema Gerardo Germán Gilberto Gloria Gonzalo Graciela Gregorio"
                  + " Guadalupe Guillermo Gustavo Héctor Hernán Hugo Ignacio Inés Inmaculada"
                  + " Irene Iris Isaac Isabel Isidro Ismael Iván Jacinto Jaime Javier Jimena"
                  + " Joaquín Jordi Jorge José Josefa Josefina Juan Juana Juanita Judith"
                  + " Julia Julián Juliana Julieta Julio Laia Lara Laura Leandro Leonardo"
                  + " Leonor Leticia Lidia Lola Lorena Lorenzo Lourdes Lucas Lucía Luciano"
                  + " Luis Luisa Macarena Magdalena Manolo Manuel Manuela Marcela Marcelo"
                  + " Marcos Margarita María Mariana Mariano Maricarmen Marina Mario Marisa"
                  + " Marisol Marta Martín Martina Mateo Matías Mauricio Máximo Maximiliano"
                  + " Mercedes Micaela Miguel Milagros Mireia Miriam Mónica Montserrat Nadia"
                  + " Natalia Néstor Nicolás Nieves Noelia Noemí Nuria Octavio Olga Óscar"
                  + " Pablo Paco Paloma Pamela Paola Patricia Patricio Paula Paulina Pedro"
                  + " Pepa Pepe Pilar Rafael Ramiro Ramón Raquel Raúl Rebeca Regina Ricardo"
                  + " Roberto Rocío Rodolfo Rodrigo Rogelio Román Rosa Rosalía Rosario Rubén"
                  + " Rufino Salomé Salvador Samuel Sandra Santiago Sara Saúl Sebastián"
                  + " Sergio Silvia Simón Sofía Soledad Sonia Susana Tamara Tatiana Teodoro"
                  + " Teresa Tomás Trinidad Úrsula Valentín Valentina Valeria Vanesa"
                  + " Verónica Vicente Víctor Victoria Violeta Virginia Xavier Ximena"
                  + " Yolanda Zoe")
              .split(" "));

  private GivenNames() {}

  /** Whether a word is one of them. */
  public static boolean knows(String word) {
    return NAMES.contains(word);
  }
}
