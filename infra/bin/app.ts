// The entry point of `npx cdk`.

import { runApp } from '../lib/run-app.ts';
import { addStacks } from '../lib/stacks.ts';

runApp(addStacks);
