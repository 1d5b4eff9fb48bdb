package com.maayegue.maintenance.paymentstates;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An amount of money that somebody can have paid: more than nothing, and in no smaller parts than
 * its currency has. Amounts of different currencies never match.
 *
 * @param value in major units, such as 2500 XAF or 12.34 EUR; without trailing zeros
 * @param currency three capital letters
 */
public record Amount(BigDecimal value, String currency) {
  // Longer ones are no amount, and some (1E999999999) would not fit into memory.
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,6})?");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  // https://docs.stripe.com/currencies#zero-decimal and #three-decimal. ISK and UGX are not here:
  // Stripe keeps two digits for them.
  private static final Set<String> WITHOUT_MINOR_UNIT =
      Set.of(
          "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
          "XOF", "XPF");
  private static final Set<String> OF_A_THOUSAND = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

  /** Digits behind the decimal point that a currency has: 0 for XAF, 2 for EUR. */
  public static int digits(String currency) {
    if (WITHOUT_MINOR_UNIT.contains(currency)) {
      return 0;
    }
    return OF_A_THOUSAND.contains(currency) ? 3 : 2;
  }

  /**
   * Reads an amount in major units, such as {@code 5.00}.
   *
   * @return empty for what nobody can have paid: negative, zero, with a comma, XAF with decimals
   */
  public static Optional<Amount> ofMajor(String text, String currency) {
    return text != null && DECIMAL.matcher(text.strip()).matches()
        ? of(new BigDecimal(text.strip()), currency)
        : Optional.empty();
  }

  /** Reads a number of a Firestore document, in major units. */
  public static Optional<Amount> ofNumber(Object number, String currency) {
    if (number instanceof Long whole) {
      return of(BigDecimal.valueOf(whole), currency);
    }
    if (number instanceof Double decimal && Double.isFinite(decimal)) {
      return ofMajor(BigDecimal.valueOf(decimal).toPlainString(), currency);
    }
    return Optional.empty();
  }

  /** Reads a whole number of minor units: 2500 is 25 EUR, and 2500 XAF. */
  public static Optional<Amount> ofMinor(long minor, String currency) {
    String upper = currency == null ? "" : currency.toUpperCase(Locale.ROOT);
    return of(BigDecimal.valueOf(minor, digits(upper)), upper);
  }

  private static Optional<Amount> of(BigDecimal value, String currency) {
    String upper = currency == null ? "" : currency.strip().toUpperCase(Locale.ROOT);
    if (!CURRENCY.matcher(upper).matches() || value.signum() <= 0) {
      return Optional.empty();
    }
    BigDecimal plain = value.stripTrailingZeros();
    return plain.scale() > digits(upper)
        ? Optional.empty()
        : Optional.of(new Amount(plain.setScale(Math.max(0, plain.scale())), upper));
  }

  /** Whether both are in one currency and this is not less. */
  public boolean covers(Amount other) {
    return currency.equals(other.currency) && value.compareTo(other.value) >= 0;
  }

  @Override
  public String toString() {
    return value.toPlainString() + " " + currency;
  }
}
