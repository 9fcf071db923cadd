// The key of the hash that turns email addresses into player ids.

import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { EXECUTION_ROLE, roleOf } from './bootstrap-roles.ts';
import type { Retention } from './retention.ts';

/**
 * The name of the api function's role. The stack of the secret is deployed first, so its policy cannot refer to the role and
 * names it instead. IAM does not require that the roles in a condition exist.
 */
export const API_ROLE = 'quizcraft-api';

/** A generated key. Players lose access to their games if it changes, because their ids change. */
export class PlayerIdKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, retention: Retention) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Key for player ids. If it changes, players lose access to all their games.',
      // Do not edit: CloudFormation generates a new key whenever this block changes, also by an option without effect.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: retention === 'retained' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Rotating the key would change all player ids and orphan all games.',
    });
    this.denyReading();
  }

  /**
   * Denies reading to every principal except the api function and CloudFormation. This overrides their own policies, also those of
   * administrators, who must first remove the policy.
   *
   * CloudFormation may call `GetSecretValue` when it reads or updates the secret. Without the exemption, a changed tag or
   * description could fail, and so could the rollback. The exemption adds no access: a principal that may deploy with the
   * execution role may also change this policy.
   */
  private denyReading(): void {
    const stack = Stack.of(this);
    const exempt = [`arn:aws:iam::${stack.account}:role/${API_ROLE}`, roleOf(stack, EXECUTION_ROLE)];
    this.secret.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['secretsmanager:GetSecretValue'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': exempt } },
      }),
    );
  }
}
