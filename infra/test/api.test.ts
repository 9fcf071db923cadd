import assert from 'node:assert/strict';
import { test } from 'node:test';

import { all, ENVIRONMENTS, example, type Json, only, quizOf, readable, resource } from './support.ts';

/** The routes of openapi.json, except the health probes of a server. */
const ROUTES = [
  'GET /games',
  'GET /games/{game}',
  'GET /games/{game}/questions',
  'GET /games/{game}/questions/{question}',
  'POST /games',
  'POST /games/{game}/questions/answer',
  'POST /games/{game}/questions/ask',
];

/** The variables that the access log may contain. None of them identifies a client, a player or a game. */
const ALLOWED_IN_LOG = [
  'authorizer.error',
  'integrationErrorMessage',
  'integrationLatency',
  'requestId',
  'responseLatency',
  'routeKey',
  'status',
];

for (const environment of ENVIRONMENTS) {
  const quiz = quizOf(environment);
  const configured = example().environments[environment]!;

  test(`the API of ${environment} is an HTTP API with exactly the routes of openapi.json`, () => {
    assert.equal(only(quiz, 'AWS::ApiGatewayV2::Api').Properties.ProtocolType, 'HTTP');
    const routes = all(quiz, 'AWS::ApiGatewayV2::Route').map((route) => route.Properties.RouteKey);
    assert.deepEqual(routes.sort(), ROUTES);
  });

  test(`the API of ${environment} answers at the custom domain only`, () => {
    assert.equal(only(quiz, 'AWS::ApiGatewayV2::Api').Properties.DisableExecuteApiEndpoint, true);
  });

  test(`the authorizer of ${environment} accepts tokens of the configured issuer for the configured audience`, () => {
    const { Properties } = only(quiz, 'AWS::ApiGatewayV2::Authorizer');
    assert.equal(Properties.AuthorizerType, 'JWT');
    assert.deepEqual(Properties.IdentitySource, ['$request.header.Authorization']);
    assert.deepEqual(Properties.JwtConfiguration, { Issuer: configured.issuer, Audience: [configured.audience] });
  });

  test(`every route of ${environment} requires a token`, () => {
    const [authorizer] = Object.keys(quiz.findResources('AWS::ApiGatewayV2::Authorizer'));
    for (const { Properties } of all(quiz, 'AWS::ApiGatewayV2::Route')) {
      assert.equal(Properties.AuthorizationType, 'JWT', Properties.RouteKey);
      assert.deepEqual(Properties.AuthorizerId, { Ref: authorizer }, Properties.RouteKey);
    }
  });

  test(`every route of ${environment} invokes the api function, which only the API may invoke`, () => {
    const { Properties } = only(quiz, 'AWS::ApiGatewayV2::Integration');
    assert.equal(Properties.IntegrationType, 'AWS_PROXY');
    assert.equal(Properties.PayloadFormatVersion, '2.0');
    assert.equal(readable(quiz, Properties.IntegrationUri), 'Api/Function/Function');
    const [integration] = Object.keys(quiz.findResources('AWS::ApiGatewayV2::Integration'));
    for (const { Properties: route } of all(quiz, 'AWS::ApiGatewayV2::Route')) {
      assert.deepEqual(route.Target, { 'Fn::Join': ['', ['integrations/', { Ref: integration }]] }, route.RouteKey);
    }
    const paths = new Set(all(quiz, 'AWS::Lambda::Permission').map((permission) => pathOf(permission)));
    assert.deepEqual([...paths].sort(), [...new Set(ROUTES.map((route) => route.split(' ')[1]))].sort());
  });

  test(`CORS of ${environment} allows only the configured origin`, () => {
    const { MaxAge, ...cors } = only(quiz, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration;
    assert.deepEqual(cors, {
      AllowOrigins: [configured.origin],
      AllowMethods: ['GET', 'POST', 'PUT'],
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      ExposeHeaders: ['location', 'retry-after', 'www-authenticate', 'x-amzn-remapped-www-authenticate', 'x-request-id'],
    });
    assert.ok(MaxAge > 0);
  });

  test(`${environment} has one named stage, which throttles requests`, () => {
    const { StageName, AutoDeploy, DefaultRouteSettings } = only(quiz, 'AWS::ApiGatewayV2::Stage').Properties;
    assert.notEqual(StageName, '$default');
    assert.ok(!ROUTES.some((route) => route.includes(`/${StageName}`)), 'the stage is named like the first segment of a route');
    assert.equal(AutoDeploy, true);
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = DefaultRouteSettings;
    assert.ok(rate > 0 && rate <= 1_000 && burst >= rate && burst <= 2_000, `rate ${rate}/s, burst ${burst}`);
  });

  test(`${environment} throttles new games at a lower rate, and creates the stage after the routes`, () => {
    const { DefaultRouteSettings, RouteSettings } = only(quiz, 'AWS::ApiGatewayV2::Stage').Properties;
    assert.deepEqual(Object.keys(RouteSettings), ['POST /games']);
    for (const [key, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst, ...others }] of Object.entries<Json>(RouteSettings)) {
      assert.ok(ROUTES.includes(key), key);
      assert.ok(rate > 0 && rate < DefaultRouteSettings.ThrottlingRateLimit / 2, `rate ${rate}/s`);
      assert.ok(burst >= rate && burst < DefaultRouteSettings.ThrottlingBurstLimit / 2, `burst ${burst}`);
      assert.deepEqual(others, {});
    }
    // API Gateway rejects settings of a route that does not exist.
    const { DependsOn } = only(quiz, 'AWS::ApiGatewayV2::Stage');
    for (const id of Object.keys(quiz.findResources('AWS::ApiGatewayV2::Route'))) assert.ok(DependsOn.includes(id), id);
  });

  test(`the access log of ${environment} identifies no client`, () => {
    const { DestinationArn, Format } = only(quiz, 'AWS::ApiGatewayV2::Stage').Properties.AccessLogSettings;
    const destination = resource(quiz, readable(quiz, DestinationArn));
    assert.equal(destination.Type, 'AWS::Logs::LogGroup');
    assert.ok(destination.Properties.RetentionInDays > 0);
    // The prefix keeps the resource policy of the account's log groups within its size.
    assert.equal(destination.Properties.LogGroupName, `/aws/vendedlogs/quizcraft/${environment}-Quiz/access`);

    const values: string[] = Object.values(JSON.parse(Format));
    const variables = values.map((value) => /^\$context\.([\w.]+)$/.exec(value)?.[1] ?? value);
    for (const needed of ['requestId', 'routeKey', 'status']) assert.ok(variables.includes(needed), needed);
    for (const variable of variables) assert.ok(ALLOWED_IN_LOG.includes(variable), `${variable} may identify a client`);
  });
}

/** Returns the path of a permission, which must be granted to the API. */
function pathOf({ Properties }: Json): string {
  assert.equal(Properties.Action, 'lambda:InvokeFunction');
  assert.equal(Properties.Principal, 'apigateway.amazonaws.com');
  const [, parts] = Properties.SourceArn['Fn::Join'];
  const [api, path] = parts.slice(-2);
  assert.match(api.Ref, /HttpApi/);
  assert.match(path, /^\/\*\/\*\//);
  return path.replace('/*/*', '');
}
