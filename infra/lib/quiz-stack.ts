// The stack of the quiz in one environment: API, functions, queue and alarms. Its data are in another stack.

import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Api } from './api.ts';
import { Budget } from './budget.ts';
import type { ArchitectureName, EnvironmentConfiguration, EnvironmentName } from './configuration.ts';
import type { DataStack } from './data-stack.ts';
import { GameFlow } from './game-flow.ts';
import { Queries } from './queries.ts';
import { retentionOf } from './retention.ts';
import { MAPPING_KEY, mapApi } from './routing.ts';
import { Watch } from './watch.ts';

export interface QuizStackProps extends StackProps {
  readonly name: EnvironmentName;
  readonly configuration: EnvironmentConfiguration;
  readonly architecture: ArchitectureName;
  readonly apiDomain: string;
  /** The stack of the tables and of the key for player ids. */
  readonly data: DataStack;
}

export class QuizStack extends Stack {
  constructor(scope: Construct, id: string, props: QuizStackProps) {
    super(scope, id, props);
    const { configuration, architecture, apiDomain } = props;
    const { data, key, modelKey } = props.data;
    const retention = retentionOf(props.name);
    const flow = new GameFlow(this, 'GameFlow', { configuration, data, modelKey, retention, architecture });
    const api = new Api(this, 'Api', { configuration, architecture, retention, data, key, queue: flow.queue });
    mapApi(this, apiDomain, api.api, api.stage, MAPPING_KEY);
    new Watch(this, 'Watch', { api, flow, data, alarmTopic: configuration.alarmTopic, model: configuration.model });
    new Queries(this, 'Queries', { api, flow });
    new Budget(this, 'Budget', { monthly: configuration.monthlyBudget, topic: configuration.alarmTopic });
    new CfnOutput(this, 'Url', {
      description: 'Base URL of the API',
      value: `https://${apiDomain}/${MAPPING_KEY}`,
    });
  }
}
