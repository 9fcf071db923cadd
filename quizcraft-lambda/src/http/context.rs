//! The request extensions of `lambda_http`, for routes that read them.

use std::collections::HashMap;

use aws_lambda_events::apigw::{
    ApiGatewayRequestAuthorizer, ApiGatewayRequestAuthorizerJwtDescription,
    ApiGatewayV2httpRequestContext, ApiGatewayV2httpRequestContextHttpDescription,
};
use aws_lambda_events::query_map::QueryMap;
use axum::body::Body;
use http::{Method, Request};
use lambda_http::RequestExt;
use lambda_http::request::RequestContext;

use crate::event::Object;

/// Adds the extensions that [`RequestExt`] reads: the raw path, the query and path parameters, the
/// stage variables and the request context. A value of a type that `lambda_http` does not expect is
/// left out.
pub(super) fn extend(
    request: Request<Body>,
    event: &Object<'_>,
    context: &Object<'_>,
    method: &Method,
) -> Request<Body> {
    let raw_path: String = event.value("rawPath").unwrap_or_default();
    // The raw query keeps repeated parameters apart; `queryStringParameters` joins them.
    let query: String = event.value("rawQueryString").unwrap_or_default();
    let query: QueryMap = query.parse().unwrap_or_default();
    request
        .with_raw_http_path(raw_path)
        .with_query_string_parameters(query)
        .with_path_parameters(texts(&event.object("pathParameters")))
        .with_stage_variables(texts(&event.object("stageVariables")))
        .with_request_context(RequestContext::ApiGatewayV2(request_context(
            context, method,
        )))
}

fn request_context(context: &Object<'_>, method: &Method) -> ApiGatewayV2httpRequestContext {
    let mut all = ApiGatewayV2httpRequestContext::default();
    all.route_key = context.value("routeKey");
    all.account_id = context.value("accountId");
    all.stage = context.value("stage");
    all.request_id = context.value("requestId");
    all.authorizer = context.value("authorizer").map(|found| authorizer(&found));
    all.apiid = context.value("apiId");
    all.domain_name = context.value("domainName");
    all.domain_prefix = context.value("domainPrefix");
    all.time = context.value("time");
    all.time_epoch = context.value("timeEpoch").unwrap_or_default();
    all.http = http(&context.object("http"), method);
    all.authentication = context.value("authentication");
    all
}

fn authorizer(authorizer: &Object<'_>) -> ApiGatewayRequestAuthorizer {
    let mut all = ApiGatewayRequestAuthorizer::default();
    all.jwt = authorizer.value("jwt").map(|jwt: Object<'_>| {
        let mut all = ApiGatewayRequestAuthorizerJwtDescription::default();
        all.claims = texts(&jwt.object("claims"));
        all.scopes = jwt.value("scopes");
        all
    });
    all.fields = authorizer.value("lambda").unwrap_or_default();
    all.iam = authorizer.value("iam");
    all
}

fn http(http: &Object<'_>, method: &Method) -> ApiGatewayV2httpRequestContextHttpDescription {
    let mut all = ApiGatewayV2httpRequestContextHttpDescription::default();
    all.method = method.clone();
    all.path = http.value("path");
    all.protocol = http.value("protocol");
    all.source_ip = http.value("sourceIp");
    all.user_agent = http.value("userAgent");
    all
}

fn texts(object: &Object<'_>) -> HashMap<String, String> {
    let texts = object.texts();
    texts.map(|(name, text)| (name.to_owned(), text)).collect()
}
