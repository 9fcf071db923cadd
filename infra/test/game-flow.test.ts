import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Template } from 'aws-cdk-lib/assertions';
import { PENDING_TIMEOUT } from '../lib/game-flow.ts';
import { all, ENVIRONMENTS, example, only, quizOf, readable, resource } from './support.ts';

/** The default retention of SQS, in seconds. */
const DEFAULT_RETENTION = 4 * 24 * 60 * 60;

/** The longest delay, in seconds, after which the worker makes a failed message visible again. The delays start with two seconds. */
const MAX_RETRY_DELAY = 60;

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);
  const queue = resource(quiz, 'GameFlow/Queue').Properties;
  const deadLetters = resource(quiz, 'GameFlow/DeadLetters').Properties;

  test(`work of ${environment} that fails repeatedly moves to the dead-letter queue, which retains it longer`, () => {
    assert.equal(all(quiz, 'AWS::SQS::Queue').length, 2);
    const { deadLetterTargetArn, maxReceiveCount } = queue.RedrivePolicy;
    assert.equal(readable(quiz, deadLetterTargetArn), 'GameFlow/DeadLetters');
    // The attempts last longer than a game may be pending, so that work is retried until a request may send it again.
    const delays = Array.from({ length: maxReceiveCount - 1 }, (_, attempt) => Math.min(2 ** (attempt + 1), MAX_RETRY_DELAY));
    const duration = delays.reduce((sum, delay) => sum + delay, 0);
    assert.ok(duration > PENDING_TIMEOUT.toSeconds(), `${maxReceiveCount} attempts take ${duration} s`);
    assert.ok(duration < 2 * PENDING_TIMEOUT.toSeconds(), `dead letters are noticed after ${duration} s`);
    assert.equal(deadLetters.RedrivePolicy, undefined);
    assert.ok(deadLetters.MessageRetentionPeriod > (queue.MessageRetentionPeriod ?? DEFAULT_RETENTION));
  });

  test(`the worker of ${environment} receives the work and reports failed records individually`, () => {
    const { Properties } = only(quiz, 'AWS::Lambda::EventSourceMapping');
    assert.equal(readable(quiz, Properties.EventSourceArn), 'GameFlow/Queue');
    assert.equal(readable(quiz, Properties.FunctionName), 'GameFlow/Worker/Function');
    assert.deepEqual(Properties.FunctionResponseTypes, ['ReportBatchItemFailures']);
    assert.notEqual(Properties.Enabled, false);
  });

  test(`the worker of ${environment} leaves concurrency of the account to the api function`, () => {
    const concurrency = (template: Template) => only(template, 'AWS::Lambda::EventSourceMapping').Properties.ScalingConfig;
    assert.deepEqual(concurrency(quiz), { MaximumConcurrency: 2 });
    const configuration = example();
    Object.assign(configuration.environments[environment]!, { workerConcurrency: 50 });
    assert.deepEqual(concurrency(quizOf(environment, configuration)), { MaximumConcurrency: 50 });
  });

  test(`the visibility timeout of ${environment} is at least six times the worker's timeout`, () => {
    const { Timeout } = resource(quiz, 'GameFlow/Worker/Function').Properties;
    assert.ok(Timeout > 0);
    assert.ok(queue.VisibilityTimeout >= 6 * Timeout, `${queue.VisibilityTimeout} s for ${Timeout} s`);
  });

  test(`the visibility timeout of ${environment} is shorter than a game may be pending`, () => {
    assert.ok(queue.VisibilityTimeout < PENDING_TIMEOUT.toSeconds(), `${queue.VisibilityTimeout} s`);
  });

  test(`the queues of ${environment} are encrypted and require TLS`, () => {
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
