// The budget of an account.

import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';

export interface BudgetProps {
  /** The expected maximum of the account's costs per month, in US dollars. */
  readonly monthly: number;
  /** The ARN of the SNS topic that is notified. Its policy MUST admit `budgets.amazonaws.com`. */
  readonly topic: string;
}

/**
 * Notifies a topic when the costs of the account exceed the budget, and when AWS forecasts that they will. Nothing is
 * turned off. AWS needs about five weeks of costs for a forecast.
 */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    // CloudFormation replaces the budget if a notification changes. With a name of its own, the replacement would fail.
    new CfnBudget(this, 'Resource', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: props.monthly, unit: 'USD' },
        // Includes costs that credits of new accounts cover.
        costTypes: { includeCredit: false, includeRefund: false },
      },
      notificationsWithSubscribers: ['ACTUAL', 'FORECASTED'].map((notificationType) => ({
        notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold: 100, thresholdType: 'PERCENTAGE' },
        subscribers: [{ subscriptionType: 'SNS', address: props.topic }],
      })),
    });
  }
}
