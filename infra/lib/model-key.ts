// The key with which the worker calls a language model.

import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { ModelConfiguration } from './model-configuration.ts';

/**
 * Returns the ARN of the secret with the key of a model, or `undefined` for Bedrock, which needs none. Adds the secret, unless
 * it exists.
 *
 * CloudFormation creates a secret without a value if a template states neither a value nor how to generate one. The construct
 * `Secret` always does. The operator sets the value, so that the key is in no template, and a deployment never changes it.
 */
export function addModelKey(scope: Construct, id: string, { api, keySecretArn }: ModelConfiguration): string | undefined {
  if (api === 'bedrock') {
    return undefined;
  }
  return keySecretArn ?? emptySecret(scope, id).ref;
}

function emptySecret(scope: Construct, id: string): CfnSecret {
  const key = new Construct(scope, id);
  const secret = new CfnSecret(key, 'Resource', { description: 'Key of the API of the language model. The operator sets it.' });
  // The provider issues another key at any time, so that the secret need not outlive its stack.
  secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
  Validations.of(key).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Only the provider of the model can issue a new key, so the operator rotates it.',
  });
  return secret;
}
