/** The payment providers on one machine. */
package com.maayegue.maintenance.paymentstandins;
