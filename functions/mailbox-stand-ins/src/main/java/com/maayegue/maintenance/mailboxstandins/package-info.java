/**
 * A mailbox and stand-ins for Twilio, Slack and PagerDuty on 127.0.0.1. Nothing leaves the machine.
 */
package com.maayegue.maintenance.mailboxstandins;
