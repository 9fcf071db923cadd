// The HTTP API and the function behind it.

import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type CfnStage, CorsHttpMethod, HttpApi, type HttpRoute, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ArchitectureName, EnvironmentConfiguration } from './configuration.ts';
import { type Data, INDEX } from './data.ts';
import { logGroupProps, type Retention } from './retention.ts';
import { API_ROLE, type PlayerIdKey } from './player-id-key.ts';
import { routes } from './routes.ts';
import { MAPPING_KEY } from './routing.ts';
import { RustFunction } from './rust-function.ts';

/** The stage's name. It MUST NOT equal the first segment of a route, because the function strips it from the path. */
const STAGE = 'default';

/**
 * The response headers that pages may read. REST APIs rename the header `WWW-Authenticate` of a function to the one that
 * starts with `x-amzn-remapped-`. AWS does not document what HTTP APIs do.
 */
const EXPOSED_HEADERS = ['location', 'retry-after', 'www-authenticate', 'x-amzn-remapped-www-authenticate', 'x-request-id'];

/** Limits for all clients together, in requests per second. A player sends a request every few seconds. */
const THROTTLE = { rateLimit: 100, burstLimit: 200 };

/**
 * Limits of single routes, which replace those of the stage, by route key. A new game costs more than any other request: a
 * message, an invocation of the worker, and the writes of all questions.
 */
const ROUTE_THROTTLES = { 'POST /games': { rateLimit: 10, burstLimit: 20 } };

/**
 * The log entries of requests that API Gateway throttled. The function rejects games beyond a player's limit with the
 * same status, but then there is a latency of the integration. API Gateway may not log excessive 429 responses (its
 * developer guide, "Monitor HTTP APIs"), so this counts too few of a flood.
 */
const THROTTLED = FilterPattern.all(
  FilterPattern.stringValue('$.status', '=', '429'),
  FilterPattern.stringValue('$.integrationLatency', '=', '-'),
);

/** The fields of the access log. None of them identifies the client or the player. */
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
  readonly retention: Retention;
  readonly data: Data;
  readonly queue: Queue;
  readonly key: PlayerIdKey;
}

export class Api extends Construct {
  readonly function: RustFunction;
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly accessLog: LogGroup;
  /** Counts throttled requests in the access log. API Gateway's own metric `4xx` includes all other client errors. */
  readonly throttled: MetricFilter;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    this.function = new RustFunction(this, 'Function', {
      program: 'quizcraft-api',
      architecture: props.architecture,
      retention: props.retention,
      timeout: Duration.seconds(10),
      roleName: API_ROLE,
      environment: environment(props),
    });
    this.grantPermissions(props);
    this.api = this.httpApi(props.configuration);
    const apiRoutes = this.addRoutes();
    this.accessLog = new LogGroup(this, 'AccessLog', {
      ...logGroupProps(props.retention),
      logGroupName: accessLogName(this),
    });
    this.stage = this.httpStage(this.accessLog);
    // The stage refers to routes by key, so that they must exist.
    this.stage.node.addDependency(...apiRoutes);
    this.throttled = new MetricFilter(this, 'Refused', {
      logGroup: this.accessLog,
      filterPattern: THROTTLED,
      metricNamespace: 'QuizCraft/Gateway',
      metricName: 'refused',
    });
  }

  /** Grants the actions that the code uses. A DynamoDB transaction needs the permissions of its single operations. */
  private grantPermissions({ data: { game, question, token }, queue, key }: ApiProps): void {
    const { function: api } = this;
    api.allow([game.tableArn], ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem']);
    api.allow([`${game.tableArn}/index/${INDEX}`], ['dynamodb:Query']);
    api.allow([question.tableArn], ['dynamodb:Query', 'dynamodb:UpdateItem']);
    api.allow([token.tableArn], ['dynamodb:GetItem', 'dynamodb:PutItem']);
    api.allow([queue.queueArn], ['sqs:SendMessage']);
    api.allow([key.secret.secretArn], ['secretsmanager:GetSecretValue']);
  }

  private httpApi({ issuer, audience, origin }: EnvironmentConfiguration): HttpApi {
    return new HttpApi(this, 'HttpApi', {
      description: 'The API of QuizCraft',
      createDefaultStage: false,
      // Clients use the custom domain only.
      disableExecuteApiEndpoint: true,
      defaultAuthorizer: new HttpJwtAuthorizer('JwtAuthorizer', issuer, {
        identitySource: ['$request.header.Authorization'],
        jwtAudience: [audience],
      }),
      corsPreflight: {
        allowOrigins: [origin],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
        exposeHeaders: EXPOSED_HEADERS,
        maxAge: Duration.hours(1),
      },
    });
  }

  private addRoutes(): HttpRoute[] {
    const integration = new HttpLambdaIntegration('Integration', this.function.function);
    return routes().flatMap((route) => this.api.addRoutes({ ...route, integration }));
  }

  private httpStage(log: LogGroup): HttpStage {
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: STAGE,
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    (stage.node.defaultChild as CfnStage).routeSettings = routeSettings();
    return stage;
  }
}

/**
 * Returns the name of the access log, which is unique in the account because that of the stack is.
 *
 * For a log group with another prefix, API Gateway adds a statement to a resource policy of at most 5,120 characters, which
 * all such log groups of the account share. One statement of that policy covers all names with this prefix.
 */
function accessLogName(scope: Construct): string {
  return `/aws/vendedlogs/quizcraft/${Stack.of(scope).stackName}/access`;
}

/** Returns the limits of single routes as CloudFormation expects them. */
function routeSettings() {
  const settings = Object.entries(ROUTE_THROTTLES).map(([route, { rateLimit, burstLimit }]) => {
    return [route, { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit }];
  });
  return Object.fromEntries(settings);
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
    ...(configuration.gamesPerHour !== undefined && { GAMES_PER_HOUR: `${configuration.gamesPerHour}` }),
    ...(configuration.finishedGamesKeptDays !== undefined && {
      FINISHED_GAMES_KEPT_DAYS: `${configuration.finishedGamesKeptDays}`,
    }),
    ...(configuration.emailVerifiedClaim && { JWT_EMAIL_VERIFIED_CLAIM: configuration.emailVerifiedClaim }),
  };
}
