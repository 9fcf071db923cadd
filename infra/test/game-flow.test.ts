import assert from 'node:assert/strict';
import { test } from 'node:test';

import { all, ENVIRONMENTS, only, quizOf, readable, resource } from './support.ts';

/** How long a queue keeps a message by default. */
const USUAL_RETENTION = 4 * 24 * 60 * 60;

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);
  const queue = resource(quiz, 'GameFlow/Queue').Properties;
  const deadLetters = resource(quiz, 'GameFlow/DeadLetters').Properties;

  test(`work that fails again and again in ${environment} goes to the dead letters, and stays there for longer`, () => {
    assert.equal(all(quiz, 'AWS::SQS::Queue').length, 2);
    const { deadLetterTargetArn, maxReceiveCount } = queue.RedrivePolicy;
    assert.equal(readable(quiz, deadLetterTargetArn), 'GameFlow/DeadLetters');
    assert.ok(maxReceiveCount >= 3 && maxReceiveCount <= 10, `${maxReceiveCount} times`);
    assert.equal(deadLetters.RedrivePolicy, undefined);
    assert.ok(deadLetters.MessageRetentionPeriod > (queue.MessageRetentionPeriod ?? USUAL_RETENTION));
  });

  test(`the worker of ${environment} gets the work, and tells which of a batch is to come again`, () => {
    const { Properties } = only(quiz, 'AWS::Lambda::EventSourceMapping');
    assert.equal(readable(quiz, Properties.EventSourceArn), 'GameFlow/Queue');
    assert.equal(readable(quiz, Properties.FunctionName), 'GameFlow/Worker/Function');
    assert.deepEqual(Properties.FunctionResponseTypes, ['ReportBatchItemFailures']);
    assert.notEqual(Properties.Enabled, false);
  });

  test(`work stays hidden in ${environment} for at least six times as long as the worker may take`, () => {
    const { Timeout } = resource(quiz, 'GameFlow/Worker/Function').Properties;
    assert.ok(Timeout > 0);
    assert.ok(queue.VisibilityTimeout >= 6 * Timeout, `${queue.VisibilityTimeout} s for ${Timeout} s`);
  });

  test(`queues of ${environment} are encrypted, and speak TLS only`, () => {
    for (const name of ['GameFlow/Queue', 'GameFlow/DeadLetters']) {
      assert.equal(resource(quiz, name).Properties.SqsManagedSseEnabled, true, name);
      const { Queues, PolicyDocument } = resource(quiz, `${name}/Policy`).Properties;
      assert.deepEqual(Queues.map((one: unknown) => readable(quiz, one)), [name]);
      const [{ Resource, ...statement }, ...others] = PolicyDocument.Statement;
      assert.equal(readable(quiz, Resource), name);
      assert.deepEqual(statement, {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
      assert.deepEqual(others, []);
    }
  });
}
