// What the worker needs in order to call a language model: variables and permissions.

import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { denyList, type ModelConfiguration } from './model-configuration.ts';
import type { RustFunction } from './rust-function.ts';

export interface ModelWorkerProps {
  readonly model: ModelConfiguration;
  /** The pool of drafts. */
  readonly draft: Table;
  /** The ARN of the secret with the key of the model, if the model needs one. */
  readonly modelKey: string | undefined;
}

/** Returns the environment variables of a worker with a model. Values that are not configured have the defaults of the worker. */
export function modelVariables({ model, draft, modelKey }: ModelWorkerProps): Record<string, string> {
  const optional: Record<string, string | number | undefined> = {
    MODEL_URL: model.url,
    MODEL_KEY_SECRET: modelKey,
    RESEARCH_URL: model.researchUrl,
    MODEL_CALLS: model.callsPerGame,
    MODEL_TOKENS: model.tokensPerGame,
    MODEL_SECONDS: model.secondsPerGame,
    EXPENSIVE_GAMES_PER_HOUR: model.gamesPerHour,
    MODEL_DENY: model.deny && denyList(model.deny),
  };
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    MODEL_API: model.api,
    MODEL: model.name,
    RESEARCH: 'wikipedia',
    RESEARCH_CONTACT: model.researchContact,
    MODEL_TOKENS_PER_DAY: `${model.tokensPerDay}`,
    DRAFT_TABLE: draft.tableName,
    ...Object.fromEntries(given.map(([name, value]) => [name, `${value}`])),
  };
}

/**
 * Grants what a worker with a model does besides preparing games: it reads and fills the pool, and calls the model. The tokens
 * of the day are an item in the table of games, which the worker may read and update without a model, too.
 */
export function grantModel(worker: RustFunction, { model, draft, modelKey }: ModelWorkerProps): void {
  worker.allow([draft.tableArn], ['dynamodb:Query', 'dynamodb:BatchWriteItem']);
  if (modelKey !== undefined) {
    worker.allow([modelKey], ['secretsmanager:GetSecretValue']);
  }
  if (model.api === 'bedrock') {
    grantBedrock(worker, model);
  }
}

/**
 * Grants calls of a model of Bedrock. An inference profile needs permissions for itself and for the foundation model in the
 * region of the call and in every region to which the profile routes. The condition prevents calls of these without the profile.
 */
function grantBedrock(worker: RustFunction, { name, regions }: ModelConfiguration): void {
  const { account, region } = worker.role.env;
  const actions = ['bedrock:InvokeModel'];
  const modelArn = (where: string, model: string) => `arn:aws:bedrock:${where}::foundation-model/${model}`;
  if (regions === undefined) {
    worker.allow([modelArn(region, name)], actions);
    return;
  }
  const profile = `arn:aws:bedrock:${region}:${account}:inference-profile/${name}`;
  // The id of a profile is a geography, a point, and the id of the foundation model.
  const model = name.slice(name.indexOf('.') + 1);
  const models = [...new Set([region, ...regions])].sort().map((where) => modelArn(where, model));
  worker.allow([profile], actions);
  worker.allow(models, actions, { StringEquals: { 'bedrock:InferenceProfileArn': profile } });
}
