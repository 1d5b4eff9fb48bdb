/**
 * Real emulators and real functions as processes of this machine. Everything listens on 127.0.0.1
 * only, on a free port unless told otherwise, and ends with the process that started it.
 */
package com.maayegue.maintenance.emulators;
