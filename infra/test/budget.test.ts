import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ENVIRONMENTS, example, type Json, only, quizOf, source } from './support.ts';

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);
  const { Budget, NotificationsWithSubscribers } = only(quiz, 'AWS::Budgets::Budget').Properties;
  const configured = example().environments[environment]!;

  test(`the account of ${environment} has a monthly budget, whose amount is configured`, () => {
    const { BudgetType, TimeUnit, BudgetLimit } = Budget;
    assert.deepEqual({ BudgetType, TimeUnit }, { BudgetType: 'COST', TimeUnit: 'MONTHLY' });
    assert.deepEqual(BudgetLimit, { Amount: 50, Unit: 'USD' });
    const configuration = example();
    configuration.environments[environment]!.monthlyBudget = 7.5;
    const other = only(quizOf(environment, configuration), 'AWS::Budgets::Budget').Properties.Budget;
    assert.deepEqual(other, { ...Budget, BudgetLimit: { Amount: 7.5, Unit: 'USD' } });
  });

  test(`the budget of ${environment} includes costs that credits cover, and all services`, () => {
    assert.deepEqual(Budget.CostTypes, { IncludeCredit: false, IncludeRefund: false });
    assert.deepEqual([Budget.CostFilters, Budget.FilterExpression], [undefined, undefined]);
  });

  test(`the budget of ${environment} can be replaced when its notifications change`, () => {
    assert.equal(Budget.BudgetName, undefined);
  });

  test(`actual and forecast costs of ${environment} above the budget notify the configured topic`, () => {
    const notified = NotificationsWithSubscribers.map(({ Notification, Subscribers }: Json) => [Notification, Subscribers]);
    const expected = ['ACTUAL', 'FORECASTED'].map((NotificationType) => [
      { NotificationType, ComparisonOperator: 'GREATER_THAN', Threshold: 100, ThresholdType: 'PERCENTAGE' },
      [{ SubscriptionType: 'SNS', Address: configured.alarmTopic }],
    ]);
    assert.deepEqual(notified, expected);
  });
}

test("the policy of the alarms' topic admits exactly the alarms and the budget of the account", () => {
  const { Statement } = JSON.parse(source('infra/topic-policy.json'));
  const admitted = Statement.map(({ Sid, ...statement }: Json) => {
    assert.match(Sid, /^[A-Za-z]+$/);
    return statement;
  });
  const common = { Effect: 'Allow', Action: 'sns:Publish', Resource: 'TOPIC' };
  const StringEquals = { 'aws:SourceAccount': 'ACCOUNT' };
  assert.deepEqual(admitted, [
    { ...common, Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: { StringEquals } },
    {
      ...common,
      Principal: { Service: 'budgets.amazonaws.com' },
      Condition: { StringEquals, ArnLike: { 'aws:SourceArn': 'arn:aws:budgets::ACCOUNT:*' } },
    },
  ]);
});
