// The stack of everything that must not be lost: the tables and the key for player ids; with a model also its key.
//
// The stack of the quiz is deployed after this one and contains nothing that outlives it. If its first deployment fails, it is
// rolled back without remains and can be deployed again.

import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvironmentConfiguration } from './configuration.ts';
import { Data } from './data.ts';
import { addModelKey } from './model-key.ts';
import { PlayerIdKey } from './player-id-key.ts';
import type { Retention } from './retention.ts';

export interface DataStackProps extends StackProps {
  readonly retention: Retention;
  readonly configuration: EnvironmentConfiguration;
}

export class DataStack extends Stack {
  readonly data: Data;
  readonly key: PlayerIdKey;
  /** The ARN of the secret with the key of the model, if the model needs one. */
  readonly modelKey?: string | undefined;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    this.data = new Data(this, 'Data', props.retention, props.configuration);
    this.key = new PlayerIdKey(this, 'PlayerIdKey', props.retention);
    this.modelKey = props.configuration.model && addModelKey(this, 'ModelKey', props.configuration.model);
  }
}
