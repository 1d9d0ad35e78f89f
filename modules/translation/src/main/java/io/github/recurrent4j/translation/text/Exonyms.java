package io.github.recurrent4j.translation.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Names that another language writes in its own way: countries (from the JDK's locale data) and
 * well-known cities and people. All others are copied.
 */
public final class Exonyms {
  private static final String[] MORE = {
    "Londres",
    "London",
    "Nueva York",
    "New York",
    "Moscú",
    "Moscow",
    "Pekín",
    "Beijing",
    "Florencia",
    "Florence",
    "Venecia",
    "Venice",
    "Milán",
    "Milan",
    "Turín",
    "Turin",
    "Nápoles",
    "Naples",
    "Roma",
    "Rome",
    "Génova",
    "Genoa",
    "Ginebra",
    "Geneva",
    "Zúrich",
    "Zurich",
    "Berna",
    "Bern",
    "Basilea",
    "Basel",
    "Viena",
    "Vienna",
    "Praga",
    "Prague",
    "Varsovia",
    "Warsaw",
    "Atenas",
    "Athens",
    "Estocolmo",
    "Stockholm",
    "Copenhague",
    "Copenhagen",
    "Bruselas",
    "Brussels",
    "Amberes",
    "Antwerp",
    "La Haya",
    "The Hague",
    "Lisboa",
    "Lisbon",
    "Múnich",
    "Munich",
    "Colonia",
    "Cologne",
    "Hamburgo",
    "Hamburg",
    "Fráncfort",
    "Frankfurt",
    "Berlín",
    "Berlin",
    "París",
    "Paris",
    "Marsella",
    "Marseille",
    "Burdeos",
    "Bordeaux",
    "Estambul",
    "Istanbul",
    "Jerusalén",
    "Jerusalem",
    "El Cairo",
    "Cairo",
    "Argel",
    "Algiers",
    "Túnez",
    "Tunis",
    "Tokio",
    "Tokyo",
    "Seúl",
    "Seoul",
    "Nueva Delhi",
    "New Delhi",
    "Bagdad",
    "Baghdad",
    "Teherán",
    "Tehran",
    "Damasco",
    "Damascus",
    "Kiev",
    "Kyiv",
    "Bucarest",
    "Bucharest",
    "Sofía",
    "Sofia",
    "Belgrado",
    "Belgrade",
    "Dublín",
    "Dublin",
    "Edimburgo",
    "Edinburgh",
    "Filadelfia",
    "Philadelphia",
    "Nueva Orleans",
    "New Orleans",
    "Ciudad de México",
    "Mexico City",
    "La Habana",
    "Havana",
    "Sevilla",
    "Seville",
    "Europa",
    "Europe",
    "África",
    "Africa",
    "América",
    "America",
    "Asia",
    "Asia",
    "Inglaterra",
    "England",
    "Escocia",
    "Scotland",
    "Gales",
    "Wales",
    "Cataluña",
    "Catalonia",
    "Andalucía",
    "Andalusia",
    "Castilla",
    "Castile",
    "Aragón",
    "Aragon",
    "Galicia",
    "Galicia",
    "País Vasco",
    "Basque Country",
    "Baviera",
    "Bavaria",
    "Sajonia",
    "Saxony",
    "Bretaña",
    "Brittany",
    "Borgoña",
    "Burgundy",
    "Toscana",
    "Tuscany",
    "Sicilia",
    "Sicily",
    "Cerdeña",
    "Sardinia",
    "Córcega",
    "Corsica",
    "Flandes",
    "Flanders",
    "Mediterráneo",
    "Mediterranean",
    "Atlántico",
    "Atlantic",
    "Pacífico",
    "Pacific",
    "Amazonas",
    "Amazon",
    "Alpes",
    "Alps",
    "Pirineos",
    "Pyrenees",
    "Andes",
    "Andes",
    "Támesis",
    "Thames",
    "Danubio",
    "Danube",
    "Nilo",
    "Nile",
    "Rin",
    "Rhine",
    "Sena",
    "Seine",
    "Aristóteles",
    "Aristotle",
    "Platón",
    "Plato",
    "Sócrates",
    "Socrates",
    "Cervantes",
    "Cervantes",
    "Colón",
    "Columbus",
    "Napoleón",
    "Napoleon",
    "Jesús",
    "Jesus",
    "Jesucristo",
    "Jesus Christ",
    "Mahoma",
    "Muhammad",
    "Buda",
    "Buddha",
    "Dios",
    "God",
    "Biblia",
    "Bible",
    "Navidad",
    "Christmas",
    "Pascua",
    "Easter",
    "Tierra",
    "Earth",
    "Luna",
    "Moon",
    "Marte",
    "Mars",
    "Júpiter",
    "Jupiter",
    "Saturno",
    "Saturn",
    "Plutón",
    "Pluto",
    "Neptuno",
    "Neptune",
    "Urano",
    "Uranus",
    "Internet",
    "Internet",
    "Holanda",
    "Holland",
    "Unión Europea",
    "European Union",
    "Naciones Unidas",
    "United Nations",
    "Papa",
    "Pope",
    "Gran Bretaña",
    "Great Britain",
    "Estados Unidos",
    "United States",
    "Unión Soviética",
    "Soviet Union",
    "Corea",
    "Korea",
    "Texas",
    "Texas",
    "Hawái",
    "Hawaii",
    "Nuevo México",
    "New Mexico",
    "Carolina del Norte",
    "North Carolina",
    "Misisipi",
    "Mississippi",
    "Ucrania",
    "Ukraine"
  };

  /** English names that are common words, too. */
  private static final Set<String> COMMON =
      Set.of(
          "Turkey",
          "Chad",
          "Jordan",
          "God",
          "Earth",
          "Moon",
          "Pope",
          "Bible",
          "Internet",
          "Mars",
          "Mercury");

  private static final Map<Language, Map<String, String>> MAPS =
      Map.of(Language.SPANISH, map(false), Language.ENGLISH, map(true));

  private Exonyms() {}

  private static Map<String, String> map(boolean reversed) {
    Map<String, String> map = new HashMap<>();
    Locale spanish = Language.SPANISH.locale();
    Arrays.stream(Locale.getISOCountries())
        .map(code -> new Locale("", code))
        .forEach(
            country ->
                put(
                    map,
                    country.getDisplayCountry(spanish),
                    country.getDisplayCountry(Locale.ENGLISH),
                    reversed));
    for (int i = 0; i < MORE.length; i += 2) {
      put(map, MORE[i], MORE[i + 1], reversed);
    }
    return Map.copyOf(map);
  }

  private static void put(Map<String, String> map, String es, String en, boolean reversed) {
    map.put(reversed ? en : es, reversed ? es : en);
  }

  /** A name's form in the other language; null if it has none of its own. */
  public static String target(String name, Language of) {
    return MAPS.get(of).get(name);
  }

  /** Whether a name, or a word of one, has another form in the other language. */
  public static boolean knows(String name, Language of) {
    Map<String, String> names = MAPS.get(of);
    if (names.containsKey(name)) {
      return true;
    }
    for (String known : names.keySet()) {
      if (known.contains(name) && (" " + known + " ").contains(" " + name + " ")) {
        return true;
      }
    }
    return false;
  }

  /** Whether an English name can only be a name, so that it is one without its capital as well. */
  public static boolean isOnlyName(String name) {
    return MAPS.get(Language.ENGLISH).containsKey(name) && !COMMON.contains(name);
  }
}
