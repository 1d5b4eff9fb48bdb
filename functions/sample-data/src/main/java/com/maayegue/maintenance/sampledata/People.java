package com.maayegue.maintenance.sampledata;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names as they are met in Cameroon, and addresses that reach no one. */
final class People {
  private static final List<String> GIVEN_NAMES =
      list(
          """
          Achille, Aïcha, Aïssatou, Alain, Amina, André, Armelle, Aurélie, Bertrand, Blaise,
          Brice, Carine, Célestin, Chantal, Christelle, Clarisse, Danielle, Désiré, Edwige,
          Emmanuel, Estelle, Fabrice, Fadimatou, Fidèle, Francine, Gaëlle, Germaine, Ghislain,
          Hadidja, Hervé, Hortense, Ibrahim, Inès, Jean-Paul, Joëlle, Joseph, Josiane, Laurent,
          Léopold, Lydie, Marcel, Marie-Claire, Martial, Moussa, Nadège, Noëlle, Odile, Oumarou,
          Parfait, Pascaline, Patrice, Pélagie, Rodrigue, Rosine, Salomon, Samuel, Serge,
          Solange, Sylvain, Thérèse, Thierry, Valérie, Viviane, Yannick, Yolande, Zénabou
          """);

  private static final List<String> FAMILY_NAMES =
      list(
          """
          Abanda, Abena, Abessolo, Amougou, Atangana, Ateba, Ayissi, Bassong, Bello, Bouba,
          Dikongué, Djoumessi, Ebongué, Ekambi, Ekotto, Eloundou, Essomba, Etoundi, Eyenga,
          Fokou, Fopa, Fotso, Fouda, Garga, Hamadou, Kamdem, Kamga, Kenfack, Kotto, Kouam, Lobé,
          Manga, Mballa, Mbarga, Mbida, Mboua, Mvondo, Ndjock, Ndongo, Ngassa, Ngo Bayiha,
          Ngo Mbock, Ngo Nlend, Ngono, Ngoumou, Njoya, Nkemelu, Nkoulou, Nono, Nsangou, Ntamack,
          Onana, Owona, Pokam, Simo, Sop, Tagne, Tchakounté, Tchoupo, Tsafack, Wamba, Yaya,
          Zambo, Zogo
          """);

  private static final Pattern NOT_FOR_ADDRESSES = Pattern.compile("[^a-z]");

  private People() {}

  /** What commas separate, so that a list of a hundred is not a hundred lines. */
  static List<String> list(String text) {
    return List.of(text.strip().split(",\\s+", -1));
  }

  static String givenName(Dice dice) {
    return dice.pick(GIVEN_NAMES);
  }

  static String familyName(Dice dice) {
    return dice.pick(FAMILY_NAMES);
  }

  /** Distinct for each index, in domains that RFC 2606 keeps free for ever. */
  static String email(String givenName, String familyName, int index) {
    return plain(givenName)
        + "."
        + plain(familyName)
        + index
        + (index % 3 == 0 ? "@cm.example.com" : "@example.com");
  }

  /** Distinct for each index below ten million; no operator in Cameroon has the prefix 60. */
  static String phoneNumber(int index) {
    return String.format(Locale.ROOT, "+23760%07d", index);
  }

  private static String plain(String name) {
    String split = Normalizer.normalize(name, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
    return NOT_FOR_ADDRESSES.matcher(split).replaceAll("");
  }
}
