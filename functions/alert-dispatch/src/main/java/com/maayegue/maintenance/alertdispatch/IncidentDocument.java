package com.maayegue.maintenance.alertdispatch;

import static com.maayegue.maintenance.alertdispatch.DocumentFields.choice;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.flag;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.instant;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.number;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.text;
import static com.maayegue.maintenance.alertdispatch.DocumentFields.timestamp;

import com.google.cloud.firestore.DocumentSnapshot;
import com.maayegue.maintenance.alertdispatch.Incident.Acknowledgement;
import com.maayegue.maintenance.alertdispatch.Incident.Facts;
import com.maayegue.maintenance.alertdispatch.Incident.Sightings;
import com.maayegue.maintenance.pubsub.Alert.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads and writes {@code alerts/{dedupKey}}. */
final class IncidentDocument {
  private static final Pattern PLAIN = Pattern.compile("(?!\\.{1,2}$|__)[A-Za-z0-9._-]{1,120}");

  private IncidentDocument() {}

  /**
   * The document of a dedup key: the key itself, if it can be one. Otherwise what can be of it,
   * with a hash, so that two keys never share a document.
   */
  static String idOf(String dedupKey) {
    if (PLAIN.matcher(dedupKey).matches()) {
      return dedupKey;
    }
    String start = dedupKey.substring(0, Math.min(dedupKey.length(), 80));
    return "k-" + start.replaceAll("[^A-Za-z0-9.-]", "_") + "-" + hash(dedupKey);
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  static Map<String, Object> write(Incident incident) {
    Facts facts = incident.facts();
    Sightings seen = incident.sightings();
    Map<String, Object> fields = new HashMap<>();
    fields.put("incident", incident.id());
    fields.put("state", JsonFields.word(incident.state()));
    fields.put("rule", facts.rule());
    fields.put("severity", JsonFields.word(facts.severity()));
    fields.put("title", facts.title());
    fields.put("summary", facts.summary());
    fields.put("labels", facts.labels());
    fields.put("playbook", facts.playbook());
    fields.put("firstSeen", timestamp(seen.first()));
    fields.put("lastSeen", timestamp(seen.last()));
    fields.put("count", seen.count());
    fields.put("flaps", seen.flaps());
    fields.put("lastFiring", timestamp(Optional.of(seen.lastFiring())));
    fields.put("lastResolved", timestamp(Optional.of(seen.lastResolved())));
    fields.put("startedAt", timestamp(incident.startedAt()));
    fields.put("notifyFrom", timestamp(incident.notifyFrom()));
    fields.put("clearSince", timestamp(incident.clearSince()));
    fields.put("acknowledgedAt", timestamp(incident.acknowledged().map(Acknowledgement::at)));
    fields.put("acknowledgedBy", incident.acknowledged().map(Acknowledgement::by).orElse(null));
    fields.put("resolvedAt", timestamp(incident.resolvedAt()));
    fields.put("lastToldAt", timestamp(incident.lastToldAt()));
    fields.put("open", incident.open());
    return fields;
  }

  static Incident read(DocumentSnapshot document) {
    Instant started = instant(document, "startedAt").orElse(Instant.EPOCH);
    return new Incident(
        document.getId(),
        text(document, "incident"),
        choice(Incident.State.class, document, "state"),
        facts(document),
        sightings(document),
        started,
        instant(document, "notifyFrom").orElse(started),
        instant(document, "clearSince"),
        instant(document, "acknowledgedAt")
            .map(at -> new Acknowledgement(text(document, "acknowledgedBy"), at)),
        instant(document, "resolvedAt"),
        instant(document, "lastToldAt"),
        flag(document, "open"));
  }

  private static Facts facts(DocumentSnapshot document) {
    Map<String, String> labels = new TreeMap<>();
    if (document.get("labels") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    }
    return new Facts(
        text(document, "rule"),
        choice(Severity.class, document, "severity"),
        text(document, "title"),
        text(document, "summary"),
        labels,
        text(document, "playbook"));
  }

  private static Sightings sightings(DocumentSnapshot document) {
    return new Sightings(
        instant(document, "firstSeen").orElse(Instant.EPOCH),
        instant(document, "lastSeen").orElse(Instant.EPOCH),
        number(document, "count"),
        number(document, "flaps"),
        instant(document, "lastFiring").orElse(Instant.MIN),
        instant(document, "lastResolved").orElse(Instant.MIN));
  }
}
