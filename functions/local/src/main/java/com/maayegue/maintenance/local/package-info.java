/**
 * Everything on one machine: the emulators, a storage server, a scheduler and the functions as they
 * are deployed, each a process of its own; and the demo that shows them at work.
 */
package com.maayegue.maintenance.local;
