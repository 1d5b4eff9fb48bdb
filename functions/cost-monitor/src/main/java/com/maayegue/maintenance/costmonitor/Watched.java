package com.maayegue.maintenance.costmonitor;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Something with a limit, in the terms that people are told of it in.
 *
 * @param key as in {@link Told}
 * @param usedPercent of the limit
 * @param canFall whether it can go down within the month, so that an alert may end early
 * @param knowsForecast whether {@code willCross} is known
 * @param willCross whether the limit will be crossed before the month is over
 * @param french what was seen
 * @param english the same
 */
record Watched(
    String key,
    String frenchName,
    String englishName,
    YearMonth month,
    double usedPercent,
    boolean canFall,
    boolean knowsForecast,
    boolean willCross,
    String french,
    String english) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);

  /** What an assessment comes to; nothing if it has no value or no limit. */
  static Optional<Watched> of(Assessment assessment) {
    if (assessment.usedPercent().isEmpty()) {
      return Optional.empty();
    }
    Reading.Known known = (Reading.Known) assessment.reading();
    return Optional.of(
        new Watched(
            assessment.metric().id(),
            assessment.metric().french(),
            assessment.metric().english(),
            assessment.month(),
            Math.max(assessment.usedPercent().getAsDouble(), ofTheDayBefore(assessment, known)),
            assessment.metric().period() != CostMetric.Period.MONTH,
            assessment.outlook().isPresent(),
            assessment.willCross(),
            said(assessment, known, Locale.FRENCH),
            said(assessment, known, Locale.ENGLISH)));
  }

  /** What a budget comes to; nothing if neither its amount nor a threshold is known. */
  static Optional<Watched> of(Budget budget, Optional<Assessment> assessment) {
    if (budget.amount().isEmpty() && budget.usedPercent() == 0 && budget.forecastPercent() == 0) {
      return Optional.empty();
    }
    boolean ours = assessment.isPresent() && assessment.get().willCross();
    boolean theirs = budget.forecastPercent() >= 100;
    return Optional.of(
        new Watched(
            key(budget),
            CostMetric.COST_MONTH.french() + " (" + budget.name() + ")",
            CostMetric.COST_MONTH.english() + " (" + budget.name() + ")",
            budget.month(),
            budget.usedPercent(),
            false,
            theirs || assessment.isPresent(),
            ours || theirs,
            said(budget, assessment, Locale.FRENCH),
            said(budget, assessment, Locale.ENGLISH)));
  }

  static String key(Budget budget) {
    return CostMetric.COST_MONTH.id() + ":" + budget.key();
  }

  /** The run is a little before the day's end: the day before is whole. */
  private static double ofTheDayBefore(Assessment assessment, Reading.Known known) {
    LocalDate before = known.day().minusDays(1);
    Double value = known.history().get(before);
    return assessment.metric().period() == CostMetric.Period.DAY
            && value != null
            && YearMonth.from(before).equals(assessment.month())
        ? 100 * value / assessment.limit().getAsDouble()
        : 0;
  }

  private static String said(Assessment assessment, Reading.Known known, Locale locale) {
    boolean french = locale.equals(Locale.FRENCH);
    return Quantity.text(known.value(), known.unit(), locale)
        + (french ? " sur " : " of ")
        + Quantity.text(assessment.limit().orElse(0), known.unit(), locale)
        + known.detail().map(detail -> " (" + detail + ")").orElse("")
        + "."
        + outlook(assessment, known, locale);
  }

  private static String said(Budget budget, Optional<Assessment> assessment, Locale locale) {
    boolean french = locale.equals(Locale.FRENCH);
    String text =
        Quantity.text(budget.cost(), budget.currency(), locale)
            + (budget.amount().isPresent()
                ? (french ? " sur " : " of ")
                    + Quantity.text(budget.amount().getAsDouble(), budget.currency(), locale)
                : "")
            + ".";
    if (budget.forecastPercent() > 0) {
      text +=
          (french ? " Prévision de Google : plus de " : " Google expects more than ")
              + Math.round(budget.forecastPercent())
              + " %.";
    }
    return text
        + assessment
            .filter(each -> each.reading() instanceof Reading.Known)
            .map(each -> outlook(each, (Reading.Known) each.reading(), locale))
            .orElse("");
  }

  private static String outlook(Assessment assessment, Reading.Known known, Locale locale) {
    if (assessment.outlook().isEmpty()) {
      return "";
    }
    boolean french = locale.equals(Locale.FRENCH);
    Assessment.Outlook outlook = assessment.outlook().get();
    Forecast.Range end = outlook.atMonthEnd();
    String expected =
        String.format(
            Locale.ROOT,
            french
                ? " Attendu au %s : %s (entre %s et %s)."
                : " Expected on %s: %s (between %s and %s).",
            outlook.monthEnd().format(DAY),
            Quantity.text(end.expected(), known.unit(), locale),
            Quantity.text(end.low(), known.unit(), locale),
            Quantity.text(end.high(), known.unit(), locale));
    return expected
        + outlook
            .limitDay()
            .map(
                day ->
                    (french ? " Limite atteinte vers le " : " Limit reached about ")
                        + day.format(DAY)
                        + ".")
            .orElse("");
  }
}
