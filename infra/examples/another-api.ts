// Another API beside the quiz, on the same domain: at https://api.dev.DOMAIN/board/v1.
//
//     npx cdk deploy --app 'node --import tsx examples/another-api.ts' --context configuration=configuration.json
//
// It needs nothing of the quiz but that the domain is there, and takes a key that no other API has.

import { Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import { configured } from '../lib/configured.ts';
import { apiDomain, mapApi } from '../lib/routing.ts';

/** A board of announcements, which is kept elsewhere and only shown here. */
class BoardStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { domain: string }) {
    super(scope, id, props);
    const api = new HttpApi(this, 'HttpApi', { createDefaultStage: false });
    const [route] = api.addRoutes({
      path: '/announcements',
      methods: [HttpMethod.GET],
      integration: new HttpUrlIntegration('Announcements', `https://board.${props.domain}/announcements.json`),
    });
    Validations.of(route!).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Announcements are public, so that no client is authorized.',
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: 'default',
      autoDeploy: true,
      throttle: { rateLimit: 10, burstLimit: 20 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new LogGroup(this, 'AccessLog', { retention: RetentionDays.TWO_WEEKS })),
      },
    });
    mapApi(this, apiDomain('dev', props.domain), api, stage, 'board/v1');
  }
}

configured((app, { domain, region, environments }) => {
  new BoardStack(app, 'Board', { env: { account: environments.dev.account, region }, domain });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
});
