// The bodies of the API and the shapes that the modules share. Only the type checker reads this file; no browser loads it.

export type Kind = 'single' | 'multiple' | 'number' | 'text' | 'order';
export type Response = string | number | string[];

export interface Game {
  id: string;
  /** A game without questions is `FINISHED` and has a `failure`. */
  status: 'PENDING' | 'READY' | 'FINISHED';
  keywords: string[];
  kinds: Kind[];
  questions_answered: number;
  questions_correct: number;
  questions_limit: number;
  score: number;
  /** Milliseconds since 1970. */
  creation_time: number;
  failure: string | null;
  /** Keywords to try instead, if the game failed. */
  suggestions?: string[];
}

export interface NewGame {
  keywords: string[];
  questions_limit: number;
  kinds: Kind[];
}

export interface Posed {
  index: number;
  prompt: string;
  kind: Kind;
  options: string[];
  unit: string | null;
}

export interface Source {
  title: string;
  url: string | null;
  license: string | null;
}

export interface Feedback {
  index: number;
  result: boolean;
  score: number;
  solution: string;
  correct: Response;
  clarification: string;
  source: Source | null;
}

/** A question in the list of a game. The fields of the answer are null until it is given. */
export interface Summary {
  index: number;
  prompt: string;
  kind: Kind;
  is_answered: boolean;
  response: Response | null;
  result: boolean | null;
  score: number | null;
  solution: string | null;
  correct: Response | null;
  clarification: string | null;
  source: Source | null;
}

/** An answered question, as a result is shown. The list of a game has no options and no unit. */
export interface Answered extends Feedback {
  prompt: string;
  kind: Kind;
  options: string[];
  unit: string | null;
  response: Response;
}

/** `GET /web.json`: how players sign in. */
export interface Settings {
  sign_in: { kind: 'development' } | OpenIdClient;
}

export interface OpenIdClient {
  kind: 'oidc';
  issuer: string;
  client_id: string;
  authorization_endpoint: string;
  token_endpoint: string;
  end_session_endpoint: string | null;
  scope: string;
  /** Further parameters of both requests, such as the `audience` or `resource` that some providers need. */
  parameters?: Record<string, string>;
}

/** A screen, as a view returns it. */
export interface Screen {
  /** The title of the document. It contains no texts of players. */
  title: string;
  /** Receives the focus when the screen appears. */
  heading: HTMLElement;
  content: Node[];
}

/** The input of one question. */
export interface QuestionInput {
  element: HTMLElement;
  /** Returns the response. Throws `Incomplete` if the player has not finished it. */
  response(): Response;
  /** Returns what a draft keeps. */
  draft(): unknown;
  /** Handles a digit from 1 to 8. */
  digit?(digit: number): void;
  /** What to focus instead of the question's heading, if the response is typed. */
  field?: HTMLElement;
}

/** What the page knows about a kind of question. */
export interface QuestionKind {
  name: string;
  instruction: string;
  input(question: Posed, draft: unknown, changed: () => void): QuestionInput;
  result(answered: Answered): Node[];
}
