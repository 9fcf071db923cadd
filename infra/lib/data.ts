// The tables. Keys and attributes have the names that quizcraft-dynamo uses; it validates the items that it reads.

import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { EnvironmentConfiguration } from './configuration.ts';
import type { Retention } from './retention.ts';

export const INDEX = 'creation-time-index';

/** The attribute with the second from which an item is deleted. */
const EXPIRATION = 'ExpirationEpoch';

const text = (name: string) => ({ name, type: AttributeType.STRING });
const number = (name: string) => ({ name, type: AttributeType.NUMBER });

/** The tables of games, of questions, and of cached tokens with their players; with a model also the pool of verified drafts. */
export class Data extends Construct {
  readonly game: Table;
  readonly question: Table;
  readonly token: Table;
  /** The pool of drafts that the model wrote, which games of all players share. */
  readonly draft?: Table;

  constructor(scope: Construct, id: string, retention: Retention, configuration: EnvironmentConfiguration) {
    super(scope, id);
    const table = (name: string, props: TableProps) => new Table(this, name, { ...common(retention, configuration), ...props });
    // The numbers of started games expire, and ended games with their questions if the configuration says so.
    this.game = table('Game', { partitionKey: text('PlayerId'), sortKey: text('GameId'), timeToLiveAttribute: EXPIRATION });
    // A local index is created with its table and can never be changed or added. It projects all attributes, so that lists
    // can show further ones. A changed key would replace the table by an empty one.
    this.game.addLocalSecondaryIndex({
      indexName: INDEX,
      sortKey: number('CreationTime'),
      projectionType: ProjectionType.ALL,
    });
    this.question = table('Question', {
      partitionKey: text('GameId'),
      sortKey: number('QuestionId'),
      timeToLiveAttribute: EXPIRATION,
    });
    // A cache, which players fill again by signing in. Backups would keep the link from a token to its player for 35 days
    // after the item expired, and a retained table for ever.
    this.token = new Table(this, 'Token', {
      ...common('temporary', configuration),
      partitionKey: text('TokenHash'),
      timeToLiveAttribute: EXPIRATION,
    });
    this.acknowledge(retention);
    if (configuration.model !== undefined) {
      this.draft = this.addDrafts(configuration);
    }
  }

  /** Adds the pool of drafts. The model can write them again, so it outlives its stack nowhere and has no backup. */
  private addDrafts(configuration: EnvironmentConfiguration): Table {
    const draft = new Table(this, 'Draft', {
      ...common('temporary', configuration),
      partitionKey: text('PoolKey'),
      sortKey: text('Fingerprint'),
      timeToLiveAttribute: EXPIRATION,
    });
    Validations.of(draft).acknowledge({ id: 'AwsSolutions-DDB3', reason: 'Drafts expire, and the model can write them again.' });
    return draft;
  }

  private acknowledge(retention: Retention): void {
    const id = 'AwsSolutions-DDB3';
    Validations.of(this.token).acknowledge({ id, reason: 'Cached tokens must not outlive their expiry in backups.' });
    if (retention === 'temporary') {
      for (const table of [this.game, this.question]) {
        Validations.of(table).acknowledge({ id, reason: 'Games of test environments need not be restored.' });
      }
    }
  }
}

function common(retention: Retention, configuration: EnvironmentConfiguration) {
  const { maxReadRequestUnits, maxWriteRequestUnits, tableKey } = configuration;
  const retained = retention === 'retained';
  return {
    billingMode: BillingMode.PAY_PER_REQUEST,
    maxReadRequestUnits,
    maxWriteRequestUnits,
    // The default is a key that AWS owns.
    encryption: tableKey === 'aws-managed' ? TableEncryption.AWS_MANAGED : TableEncryption.DEFAULT,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: retained },
    deletionProtection: retained,
    removalPolicy: retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
}
