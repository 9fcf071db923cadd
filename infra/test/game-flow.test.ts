import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Template } from 'aws-cdk-lib/assertions';
import { all, ENVIRONMENTS, example, only, quizOf, readable, resource } from './support.ts';

/** The default retention of SQS, in seconds. */
const DEFAULT_RETENTION = 4 * 24 * 60 * 60;

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);
  const queue = resource(quiz, 'GameFlow/Queue').Properties;
  const deadLetters = resource(quiz, 'GameFlow/DeadLetters').Properties;

  test(`work of ${environment} that fails repeatedly moves to the dead-letter queue, which retains it longer`, () => {
    assert.equal(all(quiz, 'AWS::SQS::Queue').length, 2);
    const { deadLetterTargetArn, maxReceiveCount } = queue.RedrivePolicy;
    assert.equal(readable(quiz, deadLetterTargetArn), 'GameFlow/DeadLetters');
    assert.ok(maxReceiveCount >= 3 && maxReceiveCount <= 10, `maxReceiveCount is ${maxReceiveCount}`);
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
