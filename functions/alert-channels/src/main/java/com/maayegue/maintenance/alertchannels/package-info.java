/** One message to one person, by e-mail, Slack, SMS, phone or PagerDuty; and what became of it. */
package com.maayegue.maintenance.alertchannels;
