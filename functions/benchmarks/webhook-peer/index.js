// The same job with the usual packages: stripe verifies, @google-cloud/pubsub publishes.
const functions = require('@google-cloud/functions-framework');
const {PubSub} = require('@google-cloud/pubsub');
const Stripe = require('stripe');

const stripe = new Stripe('sk_test_unused');
const topic = new PubSub({projectId: process.env.GOOGLE_CLOUD_PROJECT}).topic('payment-events');

functions.http('webhook', async (request, response) => {
  let event;
  try {
    event = stripe.webhooks.constructEvent(
      request.rawBody,
      request.headers['stripe-signature'],
      process.env.STRIPE_WEBHOOK_SECRET,
    );
  } catch (error) {
    response.status(401).send('signature');
    return;
  }
  const object = event.data.object;
  try {
    await topic.publishMessage({
      json: {
        eventId: `stripe-${event.id}`,
        provider: 'stripe',
        type: event.type,
        paymentId: object.metadata.payment_id,
        transactionId: object.id,
        status: object.status,
        amountMinor: object.amount,
        currency: object.currency.toUpperCase(),
        occurredAt: new Date(event.created * 1000).toISOString(),
        receivedAt: new Date().toISOString(),
      },
      attributes: {eventId: `stripe-${event.id}`, provider: 'stripe'},
    });
    response.status(200).send('received');
  } catch (error) {
    response.status(503).send('later');
  }
});
