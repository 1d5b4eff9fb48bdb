package com.maayegue.maintenance.paymentstates;

import java.time.Instant;

/**
 * A completed payment of a plan.
 *
 * @param completedAt from when on the plan counts, unless one is running
 */
public record Purchase(String paymentId, String plan, Instant completedAt) {}
