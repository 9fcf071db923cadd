// Another API on the same custom domain: https://api.dev.DOMAIN/board/v1.
//
//     npx cdk deploy --app 'node --import tsx examples/another-api.ts' --context configuration=configuration.json
//
// It requires that the custom domain exists (the stack dev/Domain or `apiDomain`), and a mapping key that no other API uses.

import { Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import { synthesizerFor } from '../lib/bootstrap-roles.ts';
import { runApp } from '../lib/run-app.ts';
import { apiDomain, mapApi } from '../lib/routing.ts';

/** A board of announcements: a proxy for a file on another server. */
class BoardStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { domain: string; apiDomain: string }) {
    super(scope, id, props);
    const api = new HttpApi(this, 'HttpApi', { createDefaultStage: false });
    const [route] = api.addRoutes({
      path: '/announcements',
      methods: [HttpMethod.GET],
      integration: new HttpUrlIntegration('Announcements', `https://board.${props.domain}/announcements.json`),
    });
    Validations.of(route!).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Announcements are public and need no authorization.',
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: 'default',
      autoDeploy: true,
      throttle: { rateLimit: 10, burstLimit: 20 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, 'AccessLog', {
          // API Gateway adds a statement to a small policy of the account for each log group with another prefix.
          logGroupName: '/aws/vendedlogs/board/access',
          retention: RetentionDays.TWO_WEEKS,
        })),
      },
    });
    mapApi(this, props.apiDomain, api, stage, 'board/v1');
  }
}

runApp((app, configuration) => {
  const { domain, region, environments } = configuration;
  new BoardStack(app, 'Board', {
    env: { account: environments.dev.account, region },
    synthesizer: synthesizerFor(configuration),
    domain,
    apiDomain: apiDomain('dev', configuration),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
});
