package com.maayegue.maintenance.paymentstandins;

import com.google.gson.JsonObject;

/**
 * A transaction of any of the providers.
 *
 * @param id CamPay's reference, Stripe's payment intent or NouPai's transaction
 * @param paymentId the app's name for the payment; null if it gave none
 * @param status in the provider's own words
 * @param amount as the provider writes it: {@code 2500.00}; for Stripe minor units
 * @param reason why it failed; null if it did not
 * @param created in seconds since 1970, for Stripe
 */
public record StandInTransaction(
    String id,
    String paymentId,
    String status,
    String amount,
    String currency,
    String operator,
    String reason,
    long created) {

  JsonObject campay() {
    JsonObject json = new JsonObject();
    json.addProperty("reference", id);
    json.addProperty("external_reference", paymentId == null ? "None" : paymentId);
    json.addProperty("status", status);
    json.addProperty("amount", amount);
    json.addProperty("currency", currency);
    json.addProperty("operator", operator);
    json.addProperty("code", "CP" + id.hashCode());
    json.addProperty("operator_reference", "1" + id.hashCode());
    json.addProperty("description", "Ma'a yegue");
    json.addProperty("external_user", "");
    json.addProperty("reason", reason == null ? "None" : reason);
    // Real answers hold it, and nothing of ours must keep it.
    json.addProperty("phone_number", "237600000000");
    return json;
  }

  JsonObject stripe() {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("object", "payment_intent");
    json.addProperty("amount", Long.parseLong(amount));
    json.addProperty("amount_received", status.equals("succeeded") ? Long.parseLong(amount) : 0);
    json.addProperty("currency", currency.toLowerCase(java.util.Locale.ROOT));
    json.addProperty("created", created);
    json.addProperty("status", status);
    JsonObject metadata = new JsonObject();
    if (paymentId != null) {
      metadata.addProperty("payment_id", paymentId);
    }
    json.add("metadata", metadata);
    if (reason != null) {
      JsonObject error = new JsonObject();
      error.addProperty("code", reason);
      error.addProperty("message", "Your card was declined.");
      json.add("last_payment_error", error);
    }
    if (created > 0 && (reason != null || status.equals("succeeded"))) {
      JsonObject charge = new JsonObject();
      charge.addProperty("id", "ch_" + id);
      charge.addProperty("object", "charge");
      charge.addProperty("created", created);
      charge.addProperty("amount", Long.parseLong(amount));
      charge.addProperty("amount_refunded", 0);
      charge.addProperty("refunded", false);
      json.add("latest_charge", charge);
    }
    return json;
  }

  JsonObject noupai() {
    JsonObject json = new JsonObject();
    json.addProperty("transaction", id);
    json.addProperty("status", status);
    json.addProperty("amount", amount);
    json.addProperty("currency", currency);
    json.addProperty("operator", operator);
    return json;
  }
}
