// The key by which addresses become ids of players.

import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Keeping } from './keeping.ts';

/** A key that nobody has seen. With another one, no player would find their games. */
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
}
