import assert from 'node:assert/strict';
import { test } from 'node:test';

import { all, ENVIRONMENTS, example, type Json, only, quizOf, readable, resource } from './support.ts';

/** Those of the API's document, version 1. */
const ROUTES = [
  'GET /games',
  'GET /games/{game}',
  'GET /games/{game}/questions',
  'GET /games/{game}/questions/{question}',
  'POST /games',
  'POST /games/{game}/questions/answer',
  'POST /games/{game}/questions/ask',
];

/** What a log of accesses may say: none of it tells who sent a request, or which game it was about. */
const HARMLESS = [
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

  test(`the API of ${environment} is an HTTP API with the routes of its document, and no others`, () => {
    assert.equal(only(quiz, 'AWS::ApiGatewayV2::Api').Properties.ProtocolType, 'HTTP');
    const routes = all(quiz, 'AWS::ApiGatewayV2::Route').map((route) => route.Properties.RouteKey);
    assert.deepEqual(routes.sort(), ROUTES);
  });

  test(`the authorizer of ${environment} takes the tokens of the configured issuer for the configured audience`, () => {
    const { Properties } = only(quiz, 'AWS::ApiGatewayV2::Authorizer');
    assert.equal(Properties.AuthorizerType, 'JWT');
    assert.deepEqual(Properties.IdentitySource, ['$request.header.Authorization']);
    assert.deepEqual(Properties.JwtConfiguration, { Issuer: configured.issuer, Audience: [configured.audience] });
  });

  test(`no route of ${environment} goes without a token`, () => {
    const [authorizer] = Object.keys(quiz.findResources('AWS::ApiGatewayV2::Authorizer'));
    for (const { Properties } of all(quiz, 'AWS::ApiGatewayV2::Route')) {
      assert.equal(Properties.AuthorizationType, 'JWT', Properties.RouteKey);
      assert.deepEqual(Properties.AuthorizerId, { Ref: authorizer }, Properties.RouteKey);
    }
  });

  test(`every route of ${environment} leads to the api function, which the API alone may call`, () => {
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

  test(`pages of the origin of ${environment}, and no others, may call the API as its document has it`, () => {
    const { MaxAge, ...cors } = only(quiz, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration;
    assert.deepEqual(cors, {
      AllowOrigins: [configured.origin],
      AllowMethods: ['GET', 'POST', 'PUT'],
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      ExposeHeaders: ['location', 'retry-after', 'www-authenticate', 'x-request-id'],
    });
    assert.ok(MaxAge > 0);
  });

  test(`${environment} has one stage, which is not the default one and throttles`, () => {
    const { StageName, AutoDeploy, DefaultRouteSettings } = only(quiz, 'AWS::ApiGatewayV2::Stage').Properties;
    assert.notEqual(StageName, '$default');
    assert.ok(!ROUTES.some((route) => route.includes(`/${StageName}`)), 'a route begins as the stage is called');
    assert.equal(AutoDeploy, true);
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = DefaultRouteSettings;
    assert.ok(rate > 0 && rate <= 1_000 && burst >= rate && burst <= 2_000, `${rate} a second, ${burst} at once`);
  });

  test(`accesses in ${environment} are logged, and nothing of who they are from`, () => {
    const { DestinationArn, Format } = only(quiz, 'AWS::ApiGatewayV2::Stage').Properties.AccessLogSettings;
    const destination = resource(quiz, readable(quiz, DestinationArn));
    assert.equal(destination.Type, 'AWS::Logs::LogGroup');
    assert.ok(destination.Properties.RetentionInDays > 0);

    const values: string[] = Object.values(JSON.parse(Format));
    const variables = values.map((value) => /^\$context\.([\w.]+)$/.exec(value)?.[1] ?? value);
    for (const needed of ['requestId', 'routeKey', 'status']) assert.ok(variables.includes(needed), needed);
    for (const variable of variables) assert.ok(HARMLESS.includes(variable), `${variable} may tell who it was`);
  });
}

/** Which path a permission is for, given that it is the API's. */
function pathOf({ Properties }: Json): string {
  assert.equal(Properties.Action, 'lambda:InvokeFunction');
  assert.equal(Properties.Principal, 'apigateway.amazonaws.com');
  const [, parts] = Properties.SourceArn['Fn::Join'];
  const [api, path] = parts.slice(-2);
  assert.match(api.Ref, /HttpApi/);
  assert.match(path, /^\/\*\/\*\//);
  return path.replace('/*/*', '');
}
