/** Asks payment providers what became of a transaction. */
package com.maayegue.maintenance.paymentproviders;
