// The three tables, with the names of the deployed service (shared with quizcraft-dynamo, which checks
// what it finds).

import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption, type TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Keeping } from './keeping.ts';

export const INDEX = 'creation-time-index';

/** What a list of games shows besides their keys. */
const PROJECTED = [
  'GameStatus',
  'Keywords',
  'QuestionsLimit',
  'QuestionsAnswered',
  'QuestionsCorrect',
  'AskedAt',
  'Repeats',
  'Failure',
];

const text = (name: string) => ({ name, type: AttributeType.STRING });
const number = (name: string) => ({ name, type: AttributeType.NUMBER });

/** Games, their questions, and the players of tokens. */
export class Data extends Construct {
  readonly game: Table;
  readonly question: Table;
  readonly token: Table;

  constructor(scope: Construct, id: string, keeping: Keeping) {
    super(scope, id);
    const table = (name: string, props: TableProps) => new Table(this, name, { ...common(keeping), ...props });
    this.game = table('Game', { partitionKey: text('PlayerId'), sortKey: text('GameId') });
    this.game.addLocalSecondaryIndex({
      indexName: INDEX,
      sortKey: number('CreationTime'),
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: PROJECTED,
    });
    this.question = table('Question', { partitionKey: text('GameId'), sortKey: number('QuestionId') });
    this.token = table('Token', { partitionKey: text('TokenHash'), timeToLiveAttribute: 'ExpirationEpoch' });
    if (keeping === 'passing') {
      Validations.of(this).acknowledge({
        id: 'AwsSolutions-DDB3',
        reason: 'Games that are played to try something out need not be restored.',
      });
    }
  }
}

function common(keeping: Keeping) {
  const kept = keeping === 'kept';
  return {
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: kept },
    deletionProtection: kept,
    removalPolicy: kept ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  };
}
