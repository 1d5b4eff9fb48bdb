/** Steps between versions of the app's schema, and the proof that they lost nothing. */
package com.maayegue.maintenance.databasemaintenance.migration;
