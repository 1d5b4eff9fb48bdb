package com.maayegue.maintenance.sampledata;

/**
 * One document of the collection {@code notifications}.
 *
 * @param id of the document: 20 letters and digits
 * @param userId the Firebase uid of the receiver
 * @param type what the app does when it is tapped
 * @param kind the type or defect of {@code createdAt}
 * @param verdict what the purge has to do
 */
public record SampleNotification(
    String id,
    String userId,
    String title,
    String body,
    String type,
    boolean read,
    CreatedAt createdAt,
    CreatedAtKind kind,
    NotificationVerdict verdict) {}
