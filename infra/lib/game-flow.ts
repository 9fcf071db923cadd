// The queue of work and the worker, which writes the questions of started games.

import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ArchitectureName, EnvironmentConfiguration } from './configuration.ts';
import { type Data, INDEX } from './data.ts';
import { featuresOf } from './model-configuration.ts';
import { grantModel, modelVariables, type ModelWorkerProps } from './model-worker.ts';
import type { Retention } from './retention.ts';
import { RustFunction } from './rust-function.ts';

/**
 * The default pending timeout of quizcraft-core: the first request that reads an older pending game sends its work again.
 */
export const PENDING_TIMEOUT = Duration.minutes(5);

/** How the worker receives work. */
interface Reception {
  readonly timeout: Duration;
  /** How long messages of a worker that crashed are hidden. Lambda rejects a value below the function's timeout. */
  readonly visibilityTimeout: Duration;
  readonly batchSize: number;
}

/**
 * AWS recommends a visibility timeout of six times the function's timeout. It must be shorter than the pending timeout, so that
 * the queue retries work before a request sends it again.
 */
const RECEPTION: Reception = {
  timeout: Duration.seconds(30),
  visibilityTimeout: Duration.seconds(6 * 30),
  batchSize: 10,
};

/**
 * A model takes up to a minute per game, so each game has an invocation of its own. Six times this timeout would exceed the
 * pending timeout. The recommendation leaves time for retries of throttled invocations; the maximum concurrency of the event
 * source prevents these, unless other functions use up the concurrency of the account. Three times the timeout leaves time for
 * some. If a message returns too early, two workers prepare the game, and the lease allows one of them to call the model.
 */
const RECEPTION_WITH_MODEL: Reception = {
  timeout: Duration.seconds(90),
  visibilityTimeout: Duration.seconds(3 * 90),
  batchSize: 1,
};

/**
 * The worker makes a failed message visible again after 2 seconds, 4, 8 and so on up to about a minute. Twelve attempts take
 * seven minutes, more than the pending timeout: work is retried until a request may send it again.
 */
const MAX_RECEIVE_COUNT = 12;

export interface GameFlowProps {
  readonly configuration: EnvironmentConfiguration;
  readonly data: Data;
  /** The ARN of the secret with the key of the model, if there is a model that needs one. */
  readonly modelKey?: string | undefined;
  readonly architecture: ArchitectureName;
  readonly retention: Retention;
}

export class GameFlow extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: RustFunction;

  constructor(scope: Construct, id: string, props: GameFlowProps) {
    super(scope, id);
    const { configuration, data } = props;
    const model = modelOf(props);
    const { timeout, visibilityTimeout, batchSize } = model === undefined ? RECEPTION : RECEPTION_WITH_MODEL;
    const encrypted = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...encrypted, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...encrypted,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    this.worker = new RustFunction(this, 'Worker', {
      ...props,
      program: 'quizcraft-worker',
      timeout,
      features: featuresOf([configuration.model]),
      environment: { ...environment(props, this.queue), ...(model && modelVariables(model)) },
    });
    this.grantPermissions(data);
    if (configuration.gamesPerPlayer) {
      this.grantRemoval(data);
    }
    if (model !== undefined) {
      grantModel(this.worker, model);
    }
    new EventSourceMapping(this, 'Work', {
      target: this.worker.function,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      // Leaves the rest of the account's concurrency to the api function. Further work waits in the queue.
      maxConcurrency: configuration.workerConcurrency,
      reportBatchItemFailures: true,
    });
  }

  /**
   * Grants the actions that the code uses. A DynamoDB transaction needs the permissions of its single operations.
   * Lambda polls the queue with the worker's role. The worker sets the delay of a retry. It queries the questions of games
   * of the previous service, which have no counters.
   */
  private grantPermissions({ game, question }: Data): void {
    this.worker.allow([game.tableArn], ['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    this.worker.allow([question.tableArn], ['dynamodb:PutItem', 'dynamodb:Query']);
    this.worker.allow(
      [this.queue.queueArn],
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
    );
  }

  /** Grants the removal of games beyond the limit of a player. The worker queries the list of games only for that. */
  private grantRemoval({ game, question }: Data): void {
    this.worker.allow([`${game.tableArn}/index/${INDEX}`], ['dynamodb:Query']);
    this.worker.allow([game.tableArn, question.tableArn], ['dynamodb:DeleteItem']);
  }
}

/** Returns what the worker needs for the model, if there is one. */
function modelOf({ configuration: { model }, data: { draft }, modelKey }: GameFlowProps): ModelWorkerProps | undefined {
  return model && draft && { model, draft, modelKey };
}

function environment({ configuration, data }: GameFlowProps, queue: Queue): Record<string, string> {
  const { finishedGamesKeptDays, gamesPerPlayer } = configuration;
  return {
    GAME_TABLE: data.game.tableName,
    QUESTION_TABLE: data.question.tableName,
    GAME_QUEUE_URL: queue.queueUrl,
    ...(finishedGamesKeptDays !== undefined && { FINISHED_GAMES_KEPT_DAYS: `${finishedGamesKeptDays}` }),
    ...(gamesPerPlayer !== undefined && { GAMES_PER_PLAYER: `${gamesPerPlayer}` }),
  };
}
