// Saved queries of the logs, for what the metrics do not distinguish.

import { Stack } from 'aws-cdk-lib';
import { type ILogGroup, QueryDefinition, QueryString, type QueryStringProps } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Api } from './api.ts';
import type { GameFlow } from './game-flow.ts';

export interface QueriesProps {
  readonly api: Api;
  readonly flow: GameFlow;
}

/**
 * Saved queries of CloudWatch Logs Insights. The metrics have the name of the function as their only dimension, because each
 * combination of route and status would be billed as a metric of its own. The log lines contain both.
 */
export class Queries extends Construct {
  constructor(scope: Construct, id: string, { api, flow }: QueriesProps) {
    super(scope, id);
    this.add('Requests', 'requests by route and status', api.function.log, {
      filterStatements: ['message = "answered"'],
      statsStatements: ['count(*) as requests, pct(duration, 50) as p50, pct(duration, 99) as p99 by route, status'],
      sort: 'requests desc',
    });
    this.add('Refused', 'requests that API Gateway answered without the function', api.accessLog, {
      filterStatements: ['integrationLatency = "-"'],
      statsStatements: ['count(*) as requests by routeKey, status, authorizerError'],
      sort: 'requests desc',
    });
    this.add('Work', 'work by outcome', flow.worker.log, {
      filterStatements: ['message = "prepared"'],
      statsStatements: ['count(*) as records by outcome'],
      sort: 'records desc',
    });
  }

  private add(id: string, name: string, log: ILogGroup, query: QueryStringProps): void {
    new QueryDefinition(this, id, {
      // The console shows the parts of a name between slashes as folders.
      queryDefinitionName: `QuizCraft/${Stack.of(this).stackName}/${name}`,
      queryString: new QueryString(query),
      logGroups: [log],
    });
  }
}
