// From a game that was started to its questions: the queue, and the worker behind it.

import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ArchitectureName } from './configuration.ts';
import { type Data, INDEX } from './data.ts';
import type { Keeping } from './keeping.ts';
import { RustFunction } from './rust-function.ts';

const TIMEOUT = Duration.seconds(30);

/** A message stays hidden for six times as long as the worker may take, as AWS advises. */
const VISIBILITY = Duration.seconds(6 * TIMEOUT.toSeconds());

export interface GameFlowProps {
  readonly data: Data;
  readonly architecture: ArchitectureName;
  readonly keeping: Keeping;
}

export class GameFlow extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: RustFunction;

  constructor(scope: Construct, id: string, props: GameFlowProps) {
    super(scope, id);
    const { data } = props;
    const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...safe, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...safe,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.worker = new RustFunction(this, 'Worker', {
      ...props,
      program: 'quizcraft-worker',
      timeout: TIMEOUT,
      environment: { GAME_TABLE: data.game.tableName, QUESTION_TABLE: data.question.tableName },
    });
    this.allow(data);
    new EventSourceMapping(this, 'Work', {
      target: this.worker.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
    });
  }

  /**
   * Transactions ask for the actions that they are made of, and messages are received in the worker's name.
   * Questions are looked at where a game of the service before this one has no counters.
   */
  private allow({ game, question }: Data): void {
    this.worker.may([game.tableArn], ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    this.worker.may([`${game.tableArn}/index/${INDEX}`], ['dynamodb:Query']);
    this.worker.may([question.tableArn], ['dynamodb:PutItem', 'dynamodb:Query']);
    this.worker.may([this.queue.queueArn], ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);
  }
}
