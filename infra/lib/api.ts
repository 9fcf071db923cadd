// The HTTP API and the function behind it.

import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CorsHttpMethod, HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ArchitectureName, EnvironmentConfiguration } from './configuration.ts';
import { type Data, INDEX } from './data.ts';
import { type Keeping, logsOf } from './keeping.ts';
import type { PlayerIdKey } from './player-id-key.ts';
import { routes } from './routes.ts';
import { MAPPING_KEY } from './routing.ts';
import { RustFunction } from './rust-function.ts';

/** The name of the stage. No route begins so. */
const STAGE = 'default';

/** A player sends a request every few seconds. */
const THROTTLE = { rateLimit: 100, burstLimit: 200 };

/** What the stage answers to a request that it refuses. */
const TOO_MANY_REQUESTS = '429';

/** What is logged of a request: nothing that tells who sent it. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};

export interface ApiProps {
  readonly configuration: EnvironmentConfiguration;
  readonly architecture: ArchitectureName;
  readonly keeping: Keeping;
  readonly data: Data;
  readonly queue: Queue;
  readonly key: PlayerIdKey;
}

export class Api extends Construct {
  readonly function: RustFunction;
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** Requests that the stage refused since there were too many: it has no metric for these alone. */
  readonly refused: MetricFilter;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.function = new RustFunction(this, 'Function', {
      program: 'quizcraft-api',
      architecture: props.architecture,
      keeping: props.keeping,
      timeout: Duration.seconds(10),
      environment: environment(props),
    });
    this.allow(props);
    this.api = this.httpApi(props.configuration);
    const log = new LogGroup(this, 'AccessLog', logsOf(props.keeping));
    this.stage = this.httpStage(log);
    this.refused = new MetricFilter(this, 'Refused', {
      logGroup: log,
      filterPattern: FilterPattern.stringValue('$.status', '=', TOO_MANY_REQUESTS),
      metricNamespace: 'QuizCraft/Gateway',
      metricName: 'refused',
    });
  }

  /** Transactions ask for the actions that they are made of. */
  private allow({ data: { game, question, token }, queue, key }: ApiProps): void {
    const { function: api } = this;
    api.may([game.tableArn], ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
    api.may([`${game.tableArn}/index/${INDEX}`], ['dynamodb:Query']);
    api.may([question.tableArn], ['dynamodb:Query', 'dynamodb:UpdateItem']);
    api.may([token.tableArn], ['dynamodb:GetItem', 'dynamodb:PutItem']);
    api.may([queue.queueArn], ['sqs:SendMessage']);
    api.may([key.secret.secretArn], ['secretsmanager:GetSecretValue']);
    key.hideFromAllBut(api.role);
  }

  private httpApi({ issuer, audience, origin }: EnvironmentConfiguration): HttpApi {
    const api = new HttpApi(this, 'HttpApi', {
      description: 'The API of QuizCraft',
      createDefaultStage: false,
      defaultAuthorizer: new HttpJwtAuthorizer('JwtAuthorizer', issuer, {
        identitySource: ['$request.header.Authorization'],
        jwtAudience: [audience],
      }),
      corsPreflight: {
        allowOrigins: [origin],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
        exposeHeaders: ['location', 'retry-after', 'www-authenticate', 'x-request-id'],
        maxAge: Duration.hours(1),
      },
    });
    const integration = new HttpLambdaIntegration('Integration', this.function.function);
    for (const route of routes()) {
      api.addRoutes({ ...route, integration });
    }
    return api;
  }

  private httpStage(log: LogGroup): HttpStage {
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: STAGE,
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }
}

function environment({ configuration, data, queue, key }: ApiProps): Record<string, string> {
  return {
    GAME_TABLE: data.game.tableName,
    QUESTION_TABLE: data.question.tableName,
    TOKEN_TABLE: data.token.tableName,
    GAME_QUEUE_URL: queue.queueUrl,
    JWT_ISSUER: configuration.issuer,
    JWT_AUDIENCE: configuration.audience,
    PLAYER_ID_KEY_SECRET: key.secret.secretArn,
    MAPPING_KEY,
    ...(configuration.emailClaim && { JWT_EMAIL_CLAIM: configuration.emailClaim }),
    ...(configuration.emailVerifiedClaim && { JWT_EMAIL_VERIFIED_CLAIM: configuration.emailVerifiedClaim }),
  };
}
