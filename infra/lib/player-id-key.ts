// The key by which addresses become ids of players.

import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Keeping } from './keeping.ts';

/** A key that no person has seen. With another one, no player would find their games. */
export class PlayerIdKey extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, keeping: Keeping) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'The key by which addresses become ids of players: to change it is to orphan all games.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: keeping === 'kept' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A key that is rotated would leave every player without games.',
    });
  }

  /** Denies every other principal to read it, whatever their own policies allow: administrators neither. */
  hideFromAllBut(role: IRole): void {
    this.secret.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['secretsmanager:GetSecretValue'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn } },
      }),
    );
  }
}
