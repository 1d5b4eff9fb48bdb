package com.maayegue.maintenance.paymentstates;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaymentStateTest {
  private static final Optional<Amount> PRICE = Amount.ofMajor("2500", "XAF");
  private static final PaymentState START = PaymentState.pending(Optional.of("tx-app"));

  /** One of each kind, and more than one of those that may come more than once. */
  private static final List<Reading> NEWS =
      List.of(
          reading(PaymentStatus.PENDING, 0, "tx-1", "2500"),
          reading(PaymentStatus.FAILED, 1, "tx-1", "2500"),
          reading(PaymentStatus.FAILED, 2, "tx-2", "2500"),
          reading(PaymentStatus.FAILED, 2, "tx-3", "2500"),
          reading(PaymentStatus.COMPLETED, 3, "tx-4", "2500"),
          reading(PaymentStatus.COMPLETED, 3, "tx-5", "2500"),
          reading(PaymentStatus.COMPLETED, 4, "tx-6", "2500"),
          reading(PaymentStatus.COMPLETED, 4, "tx-7", "25"),
          reading(PaymentStatus.COMPLETED, 5, "tx-8", "-2500"),
          refund(6, "tx-4", "1000"),
          refund(7, "tx-4", "2500"),
          refund(8, "tx-4", "2500"));

  @Test
  void endsInOneStateWhateverTheOrderOfUpToSixReadings() {
    int orders = 0;
    for (int chosen = 0; chosen < 1 << NEWS.size(); chosen++) {
      if (Integer.bitCount(chosen) <= 6) {
        int bits = chosen;
        List<Reading> some =
            IntStream.range(0, NEWS.size())
                .filter(bit -> ((bits >> bit) & 1) == 1)
                .mapToObj(NEWS::get)
                .toList();
        orders += permute(some, 0, new ArrayList<>(some), after(some));
      }
    }
    // The sum of 12!/(12-n)! for n from 0 to 6.
    assertThat(orders).isEqualTo(1 + 12 + 132 + 1_320 + 11_880 + 95_040 + 665_280);
  }

  @Test
  void endsInOneStateWhateverIsRepeatedInSequencesOfUpToSix() {
    // Every sequence of six of six kinds: all orders with all repetitions.
    List<Reading> kinds =
        List.of(NEWS.get(1), NEWS.get(2), NEWS.get(4), NEWS.get(7), NEWS.get(9), NEWS.get(10));
    for (int code = 0; code < 46_656; code++) {
      List<Reading> sequence = new ArrayList<>();
      for (int rest = code, length = 0; length < 6; rest /= 6, length++) {
        sequence.add(kinds.get(rest % 6));
      }
      List<Reading> once =
          sequence.stream().distinct().sorted(Comparator.comparing(Reading::at)).toList();
      assertThat(after(sequence)).isEqualTo(after(once));
    }
  }

  @Test
  void movesOnlyToAStrongerStatus() {
    for (Reading first : NEWS) {
      for (Reading second : NEWS) {
        PaymentState before = START.after(first, PRICE);
        PaymentState later = before.after(second, PRICE);
        assertThat(before.status().outranks(later.status())).isFalse();
        assertThat(later.after(second, PRICE)).isEqualTo(later);
      }
    }
  }

  @Test
  void completesAfterAFailureAndKeepsWhenItFailed() {
    PaymentState state = after(List.of(NEWS.get(1), NEWS.get(4)));
    assertThat(state.status()).isEqualTo(PaymentStatus.COMPLETED);
    assertThat(state.failedAt()).hasValue(Instant.ofEpochSecond(1));
    assertThat(state.completedAt()).hasValue(Instant.ofEpochSecond(3));
    assertThat(state.transactionId()).hasValue("tx-4");
    assertThat(state.reason()).hasValue("reason tx-1");
  }

  @Test
  void neverCompletesByAnotherAmountCurrencyOrWithoutAPrice() {
    for (Reading wrong :
        List.of(
            reading(PaymentStatus.COMPLETED, 1, "tx", "2501"),
            reading(PaymentStatus.COMPLETED, 1, "tx", "0"),
            reading(PaymentStatus.COMPLETED, 1, "tx", "2500,00"),
            reading(PaymentStatus.COMPLETED, 1, "tx", "2500.50"),
            inCurrency("EUR"))) {
      PaymentState state = START.after(wrong, PRICE);
      assertThat(state.status()).isEqualTo(PaymentStatus.PENDING);
      assertThat(state.completedAt()).isEmpty();
      assertThat(state.mismatch().get().expected()).isEqualTo("2500 XAF");
    }
    PaymentState unpriced = START.after(NEWS.get(4), Optional.empty());
    assertThat(unpriced.status()).isEqualTo(PaymentStatus.PENDING);
    assertThat(unpriced.mismatch().get().expected()).isEqualTo("no amount on record");
  }

  @Test
  void isRefundedOnlyWhenAllWasGivenBack() {
    PaymentState part = after(List.of(NEWS.get(4), NEWS.get(9)));
    assertThat(part.status()).isEqualTo(PaymentStatus.COMPLETED);
    assertThat(part.refunded()).isEqualByComparingTo(BigDecimal.valueOf(1000));
    PaymentState all = part.after(NEWS.get(10), PRICE);
    assertThat(all.status()).isEqualTo(PaymentStatus.REFUNDED);
    assertThat(all.refundedAt()).hasValue(Instant.ofEpochSecond(7));
    assertThat(all.after(NEWS.get(6), PRICE).status()).isEqualTo(PaymentStatus.REFUNDED);
  }

  private static int permute(List<Reading> of, int from, List<Reading> order, PaymentState end) {
    if (from == order.size()) {
      if (!after(order).equals(end)) {
        assertThat(after(order)).as("%s", order).isEqualTo(end);
      }
      return 1;
    }
    int orders = 0;
    for (int i = from; i < order.size(); i++) {
      Collections.swap(order, from, i);
      orders += permute(of, from + 1, order, end);
      Collections.swap(order, from, i);
    }
    return orders;
  }

  private static PaymentState after(List<Reading> readings) {
    PaymentState state = START;
    for (Reading reading : readings) {
      state = state.after(reading, PRICE);
    }
    return state;
  }

  private static Reading reading(PaymentStatus status, int second, String id, String amount) {
    return new Reading(
        "campay",
        id,
        Optional.of("pay"),
        status,
        Instant.ofEpochSecond(second),
        Amount.ofMajor(amount, "XAF"),
        amount + " XAF",
        Optional.empty(),
        Optional.of("MTN " + id),
        status == PaymentStatus.FAILED ? Optional.of("reason " + id) : Optional.empty());
  }

  private static Reading refund(int second, String id, String back) {
    return new Reading(
        "stripe",
        id,
        Optional.of("pay"),
        PaymentStatus.REFUNDED,
        Instant.ofEpochSecond(second),
        PRICE,
        "2500 XAF",
        Amount.ofMajor(back, "XAF"),
        Optional.empty(),
        Optional.empty());
  }

  private static Reading inCurrency(String currency) {
    return new Reading(
        "stripe",
        "tx",
        Optional.of("pay"),
        PaymentStatus.COMPLETED,
        Instant.ofEpochSecond(1),
        Amount.ofMajor("2500", currency),
        "2500 " + currency,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
