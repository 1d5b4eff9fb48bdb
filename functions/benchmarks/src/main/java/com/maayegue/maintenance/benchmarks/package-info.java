/**
 * Benchmarks: our functions beside their obvious versions. {@link
 * com.maayegue.maintenance.benchmarks.Benchmarks} starts them all.
 */
package com.maayegue.maintenance.benchmarks;
