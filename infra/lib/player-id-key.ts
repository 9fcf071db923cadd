// The key of the hash that turns email addresses into player ids.

import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { EXECUTION_ROLE, roleIn } from './bootstrap-roles.ts';
import type { Retention } from './retention.ts';

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
  }

  /**
   * Denies reading to every principal except a role and CloudFormation. This overrides their own policies, also those of
   * administrators, who must first remove the policy.
   *
   * CloudFormation may call `GetSecretValue` when it reads or updates the secret. Without the exemption, a changed tag or
   * description could fail, and so could the rollback. The exemption costs little: who may deploy with the execution role
   * may also change this policy.
   */
  denyReadingExcept(role: IRole): void {
    const { account, region } = Stack.of(this);
    this.secret.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['secretsmanager:GetSecretValue'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': [role.roleArn, roleIn(account, region, EXECUTION_ROLE)] } },
      }),
    );
  }
}
