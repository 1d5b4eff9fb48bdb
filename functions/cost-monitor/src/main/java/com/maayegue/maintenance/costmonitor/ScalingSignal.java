package com.maayegue.maintenance.costmonitor;

import java.util.Locale;

/** The guide's signs that the app has to be scaled, and which of its four options helps. */
enum ScalingSignal {
  RESPONSE_TIME(
      CostMetric.MEAN_RESPONSE,
      500,
      3,
      "Temps de réponse > 500 ms",
      "Response time > 500 ms",
      "Option 3, backend API : calculs et requêtes lourdes côté serveur, SQLite comme cache local. D'abord l'option 1 : un cache plus agressif.",
      "Option 3, backend API: heavy work on the server, SQLite as a local cache. First option 1: cache more."),
  DATABASE_SIZE(
      CostMetric.DATABASE_BYTES,
      500_000_000,
      1,
      "Base de données > 500 Mo",
      "Database > 500 MB",
      "Option 1, optimisation agressive : nettoyer plus souvent, archiver l'ancien contenu, compresser. Si cela ne suffit pas, l'option 2 : une base par langue ou par région.",
      "Option 1, aggressive optimisation: clean up more often, archive old content, compress. If that is not enough, option 2: one database per language or region."),
  ACTIVE_USERS(
      CostMetric.ACTIVE_USERS,
      50_000,
      3,
      "Plus de 50 000 utilisateurs actifs",
      "More than 50,000 active users",
      "Option 3, backend API : API REST ou GraphQL et PostgreSQL côté serveur. L'option 4 (microservices) vient après, si une équipe par service existe.",
      "Option 3, backend API: REST or GraphQL with PostgreSQL on the server. Option 4 (microservices) comes later, with a team per service."),
  PROGRESS_ROWS(
      CostMetric.USER_PROGRESS_ROWS,
      1_000_000,
      2,
      "Plus de 1 000 000 de lignes dans user_progress",
      "More than 1,000,000 rows in user_progress",
      "Option 2, sharding : une base par langue principale ou par région. Avant, l'option 1 : archiver les anciennes lignes.",
      "Option 2, sharding: one database per main language or region. Before that option 1: archive old rows."),
  BACKUP_SIZE(
      CostMetric.BACKUP_BYTES,
      2_000_000_000,
      1,
      "Sauvegardes > 2 Go",
      "Backups > 2 GB",
      "Option 1, optimisation agressive : garder moins de sauvegardes, archiver l'ancien contenu, compresser.",
      "Option 1, aggressive optimisation: keep fewer backups, archive old content, compress."),
  MONTHLY_COST(
      CostMetric.COST_MONTH,
      100,
      1,
      "Plus de 100 € par mois",
      "More than 100 EUR a month",
      "Option 1, optimisation agressive : moins de lectures (cache), un CDN pour les médias, un nettoyage plus fréquent.",
      "Option 1, aggressive optimisation: fewer reads (cache), a CDN for media, cleaning up more often.");

  private final CostMetric metric;
  private final double threshold;
  private final int option;
  private final String french;
  private final String english;
  private final String frenchAdvice;
  private final String englishAdvice;

  ScalingSignal(
      CostMetric metric,
      double threshold,
      int option,
      String french,
      String english,
      String frenchAdvice,
      String englishAdvice) {
    this.metric = metric;
    this.threshold = threshold;
    this.option = option;
    this.french = french;
    this.english = english;
    this.frenchAdvice = frenchAdvice;
    this.englishAdvice = englishAdvice;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it is read from. */
  CostMetric metric() {
    return metric;
  }

  /** The guide's, in the metric's unit; EUR for the cost. */
  double defaultThreshold() {
    return threshold;
  }

  /** 1 optimise, 2 shard, 3 a backend API, 4 microservices. */
  int option() {
    return option;
  }

  String french() {
    return french;
  }

  String english() {
    return english;
  }

  String frenchAdvice() {
    return frenchAdvice;
  }

  String englishAdvice() {
    return englishAdvice;
  }
}
