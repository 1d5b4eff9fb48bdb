package com.maayegue.maintenance.sampledata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleAccountsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T09:30:00Z");

  private final SampleAccounts demo = new SampleAccounts(AccountPlan.demo(NOW));

  @Test
  void hasTwelveHundredInactiveAccountsInTheDemo() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    demo.stream().forEach(account -> counts.merge(account.verdict(), 1, Integer::sum));

    assertThat(counts)
        .containsEntry(Verdict.ACTIVE, 3_800)
        .containsEntry(Verdict.INACTIVE, 1_140)
        .containsEntry(Verdict.PROTECTED, 60)
        .isEqualTo(demo.plan().expected());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 100, 618, 1_236, 4_999, 20_000})
  void makesAsManyOfEachKindAsThePlanSays(int accounts) {
    SampleAccounts sample = new SampleAccounts(AccountPlan.of(1, NOW, accounts));

    Map<AccountKind, Integer> made = new EnumMap<>(AccountKind.class);
    sample.stream().forEach(account -> made.merge(account.kind(), 1, Integer::sum));

    Map<AccountKind, Integer> planned = sample.plan().counts();
    planned.values().removeIf(count -> count == 0);
    assertThat(made).isEqualTo(planned);
    assertThat(planned.values()).allMatch(count -> count > 0);
  }

  @Test
  void seesInactiveAndProtectedAccountsForTheLastTimeMoreThanAYearAgo() {
    Instant limit = NOW.minus(AccountPlan.INACTIVE_AFTER);
    assertThat(demo.stream())
        .allSatisfy(
            account ->
                assertThat(account.lastSeen().isBefore(limit))
                    .as("%s seen %s", account.kind(), account.lastSeen())
                    .isEqualTo(account.verdict() != Verdict.ACTIVE));
  }

  @Test
  void protectsOnlyThoseWhoHaveAReason() {
    assertThat(demo.stream().filter(account -> account.verdict() != Verdict.ACTIVE))
        .allSatisfy(
            account ->
                assertThat(hasReasonToStay(account))
                    .as("%s", account)
                    .isEqualTo(account.verdict() == Verdict.PROTECTED));
  }

  private static boolean hasReasonToStay(SampleAccount account) {
    return account.auth().customAttributes().isPresent()
        || account
            .appUser()
            .filter(
                user ->
                    user.role().equals("admin")
                        || user.defaultAdmin()
                        || user.subscriptionStatus().equals("lifetime")
                        || user.subscriptionExpiresAt().filter(NOW::isBefore).isPresent())
            .isPresent();
  }

  @Test
  void leavesOnlyOneDateAliveWhereAKindSaysSo() {
    Instant limit = NOW.minus(AccountPlan.INACTIVE_AFTER);
    Set<AccountKind> one =
        Set.of(
            AccountKind.REFRESHED_ITS_TOKEN,
            AccountKind.APP_LOGIN_LATELY,
            AccountKind.PROGRESS_LATELY);
    assertThat(demo.stream().filter(account -> one.contains(account.kind())))
        .allSatisfy(
            account -> {
              AuthAccount auth = account.auth();
              AppUser user = account.appUser().orElseThrow();
              assertThat(auth.createdAt()).isBefore(limit);
              assertThat(auth.lastSignIn()).hasValueSatisfying(in -> assertBefore(in, limit));
              assertThat(List.of(auth.lastRefresh(), user.lastLogin(), user.newestProgress()))
                  .filteredOn(date -> date.filter(limit::isBefore).isPresent())
                  .hasSize(1);
            });
  }

  private static void assertBefore(Instant instant, Instant limit) {
    assertThat(instant).isBefore(limit);
  }

  @ParameterizedTest
  @EnumSource(AccountKind.class)
  void hasEveryKindInTheDemo(AccountKind kind) {
    assertThat(demo.stream().filter(account -> account.kind() == kind)).isNotEmpty();
  }

  @Test
  void neverDatesAnythingBeforeTheCreationOrAfterNow() {
    assertThat(demo.stream())
        .allSatisfy(
            account -> {
              assertThat(account.lastSeen()).isBetween(account.auth().createdAt(), NOW);
              account.auth().lastSignIn().ifPresent(in -> assertZeroOrSince(in, account));
              account
                  .appUser()
                  .flatMap(AppUser::lastLogin)
                  .ifPresent(login -> assertZeroOrSince(login, account));
            });
  }

  private static void assertZeroOrSince(Instant instant, SampleAccount account) {
    assertThat(instant.equals(Instant.EPOCH) || !instant.isBefore(account.auth().createdAt()))
        .as("%s of %s", instant, account)
        .isTrue();
  }

  @Test
  void givesTheSameAccountsForTheSameSeedAndNow() {
    assertThat(new SampleAccounts(AccountPlan.demo(NOW)).stream())
        .containsExactlyElementsOf(demo.stream().toList());
    assertThat(new SampleAccounts(AccountPlan.of(1, NOW, 5_000)).account(0))
        .isNotEqualTo(demo.account(0));
  }

  @Test
  void movesEveryDateWithNow() {
    Instant later = NOW.plusSeconds(86_400);
    SampleAccounts moved = new SampleAccounts(AccountPlan.demo(later));
    assertThat(moved.account(17).lastSeen())
        .isEqualTo(demo.account(17).lastSeen().plusSeconds(86_400));
  }

  @Test
  void givesEveryoneAnIdentityOfTheirOwnThatReachesNoOne() {
    List<SampleAccount> all = demo.stream().toList();
    Set<String> emails = new HashSet<>();
    Set<String> phones = new HashSet<>();
    for (SampleAccount account : all) {
      account.auth().email().ifPresent(emails::add);
      account.auth().phoneNumber().ifPresent(phones::add);
    }

    assertThat(emails.size() + phones.size()).isEqualTo(all.size());
    assertThat(emails).allMatch(email -> email.matches("[a-z.0-9]+@(cm\\.)?example\\.com"));
    assertThat(phones).allMatch(phone -> phone.matches("\\+23760[0-9]{7}"));
    assertThat(all.stream().map(account -> account.auth().uid()).collect(Collectors.toSet()))
        .hasSameSizeAs(all)
        .contains(demo.uid(4_321));
  }

  @Test
  void mixesTheKinds() {
    assertThat(demo.stream().limit(100).map(SampleAccount::verdict)).contains(Verdict.values());
    long early = demo.stream().limit(2_500).filter(one -> one.verdict() != Verdict.ACTIVE).count();
    assertThat(early).isBetween(500L, 700L);
  }

  @Test
  void countsAMillionWithoutMakingThem() {
    AccountPlan million = AccountPlan.of(1, NOW, 1_000_000);
    assertThat(million.expected())
        .containsEntry(Verdict.ACTIVE, 760_000)
        .containsEntry(Verdict.INACTIVE, 228_000)
        .containsEntry(Verdict.PROTECTED, 12_000);
    assertThat(million.refreshed()).isEqualTo(60);
    assertThat(new SampleAccounts(million).account(999_999).index()).isEqualTo(999_999);
  }

  @Test
  void refusesAPlanThatDoesNotAddUp() {
    assertThatThrownBy(() -> new AccountPlan(1, NOW, 10, 9, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 inactive and 2 refreshed do not fit into 10");
    assertThatThrownBy(() -> demo.account(5_000)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
