import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Template } from 'aws-cdk-lib/assertions';
import { all, dataOf, ENVIRONMENTS, example, type Json, list, privileges, quizOf, statements } from './support.ts';

const TRACES = { '*': ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] };
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);

  test(`the api function of ${environment} has exactly the permissions that it uses`, () => {
    assert.deepEqual(privileges(quiz, 'Api/Function/Function'), {
      ...TRACES,
      'Api/Function/Log': LOGS,
      'Data/Game': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      'Data/Game/index/creation-time-index': ['dynamodb:Query'],
      'Data/Question': ['dynamodb:Query', 'dynamodb:UpdateItem'],
      'Data/Token': ['dynamodb:GetItem', 'dynamodb:PutItem'],
      'GameFlow/Queue': ['sqs:SendMessage'],
      'PlayerIdKey/Secret': ['secretsmanager:GetSecretValue'],
    });
  });

  test(`the worker of ${environment} has exactly the permissions that it uses`, () => {
    assert.deepEqual(privileges(quiz, 'GameFlow/Worker/Function'), {
      ...TRACES,
      'GameFlow/Worker/Log': LOGS,
      'Data/Game': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      'Data/Question': ['dynamodb:PutItem', 'dynamodb:Query'],
      'GameFlow/Queue': ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    });
  });

  test(`only with a limit of games per player may the worker of ${environment} query the list of games and delete items`, () => {
    const [worker, api] = ['GameFlow/Worker/Function', 'Api/Function/Function'] as const;
    const withoutLimit = privileges(quiz, worker);
    assert.equal(withoutLimit['Data/Game/index/creation-time-index'], undefined);
    assert.ok(!Object.values(withoutLimit).flat().includes('dynamodb:DeleteItem'));
    assert.deepEqual(privileges(limitedTo(0), worker), withoutLimit);
    const limited = limitedTo(100);
    assert.deepEqual(privileges(limited, worker), {
      ...withoutLimit,
      'Data/Game': ['dynamodb:DeleteItem', ...withoutLimit['Data/Game']!],
      'Data/Game/index/creation-time-index': ['dynamodb:Query'],
      'Data/Question': ['dynamodb:DeleteItem', ...withoutLimit['Data/Question']!],
    });
    assert.deepEqual(privileges(limited, api), privileges(quiz, api));
  });

  test(`each function of ${environment} has its own role, without managed or inline policies`, () => {
    const roles = Object.keys(quiz.findResources('AWS::IAM::Role'));
    const used = all(quiz, 'AWS::Lambda::Function').map(({ Properties }) => Properties.Role['Fn::GetAtt'][0]);
    assert.deepEqual(used.sort(), roles.sort());
    for (const { Properties } of all(quiz, 'AWS::IAM::Role')) {
      assert.deepEqual(Object.keys(Properties).filter((name) => name !== 'RoleName'), ['AssumeRolePolicyDocument']);
      const [{ Principal }, ...others] = Properties.AssumeRolePolicyDocument.Statement;
      assert.deepEqual(Principal, { Service: 'lambda.amazonaws.com' });
      assert.deepEqual(others, []);
    }
    const types = Object.values<Json>(quiz.toJSON()['Resources']).map(({ Type }) => Type);
    const policies = new Set(types.filter((type) => /Polic/.test(type)));
    assert.deepEqual(policies, new Set(['AWS::IAM::Policy', 'AWS::SQS::QueuePolicy']));
  });

  test(`no policy of ${environment} allows wildcards, except for traces`, () => {
    const found = statements([dataOf(environment), quiz].map((template) => template.toJSON()['Resources']));
    const allowing = found.filter(({ Effect }) => Effect !== 'Deny');
    assert.ok(allowing.length > 10);
    for (const { Action, Resource, NotAction, NotResource, NotPrincipal, Principal } of allowing) {
      assert.deepEqual([NotAction, NotResource, NotPrincipal], [undefined, undefined, undefined]);
      for (const action of list<string>(Action)) assert.doesNotMatch(action, /\*/);
      const stars = list(Resource).filter((one) => JSON.stringify(one).includes('*'));
      const traces = list<string>(Action).every((action) => action.startsWith('xray:'));
      assert.ok(stars.length === 0 || traces, JSON.stringify({ Action, Resource }));
      assert.doesNotMatch(JSON.stringify(Principal ?? ''), /\*/);
    }
  });

  /** Returns the template of the quiz with a limit of games per player; 0 is no limit. */
  function limitedTo(gamesPerPlayer: number): Template {
    const configuration = example();
    Object.assign(configuration.environments[environment]!, { gamesPerPlayer });
    return quizOf(environment, configuration);
  }
}
