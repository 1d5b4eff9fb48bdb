/** What can be found out about a database without changing it: a connection in, records out. */
package com.maayegue.maintenance.databasemaintenance.checkup;
