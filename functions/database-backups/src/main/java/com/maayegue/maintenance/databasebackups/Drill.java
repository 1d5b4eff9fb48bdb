package com.maayegue.maintenance.databasebackups;

import java.time.Instant;

/**
 * A restore that was tried: what is stored was downloaded, decompressed, compared with the source
 * and opened.
 *
 * @param at when it began
 * @param ok whether what came out is what went in
 * @param detail what was compared, or what was wrong
 * @param durationMs how long it took, in milliseconds
 */
public record Drill(Instant at, boolean ok, String detail, long durationMs) {}
