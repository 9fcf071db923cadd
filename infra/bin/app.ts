// What `npx cdk` runs.

import { configured } from '../lib/configured.ts';
import { quizcraft } from '../lib/quizcraft.ts';

configured(quizcraft);
