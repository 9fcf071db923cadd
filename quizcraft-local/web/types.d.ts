// The bodies of the API, and the shapes that modules share. Only the type checker reads this file: no browser loads it.

declare namespace T {
  type Kind = 'single' | 'multiple' | 'number' | 'text' | 'order';
  type Response = string | number | string[];

  interface Game {
    id: string;
    /** A game that failed is `FINISHED`, has no questions, and has a `failure`. */
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

  interface NewGame {
    keywords: string[];
    questions_limit: number;
    kinds: Kind[];
  }

  interface Posed {
    index: number;
    prompt: string;
    kind: Kind;
    /** What to choose from or to put into order; empty for other kinds. */
    options: string[];
    /** The unit of a number, if it has one. */
    unit: string | null;
  }

  interface Source {
    title: string;
    url: string | null;
    license: string | null;
  }

  interface Feedback {
    index: number;
    result: boolean;
    score: number;
    /** The right response as a text. */
    solution: string;
    correct: Response;
    clarification: string;
    source: Source | null;
  }

  /** A question in the list of a game. It has neither options nor a unit. */
  type Summary = { index: number; prompt: string; kind: Kind } & (
    | ({ is_answered: true; response: Response } & Feedback)
    | { is_answered: false; response: null }
  );

  /** An answered question. */
  type Answered = Posed & Feedback & { response: Response };

  interface Outcome {
    answered: Answered;
    /** Whether the answer was given in this tab. */
    isOurs: boolean;
  }

  interface Tokens {
    access_token: string;
    id_token?: string;
    /** Seconds. */
    expires_in?: number;
    /** What the ID token calls the player. */
    player?: string;
  }

  /** `GET /web.json`: how players sign in. */
  interface Settings {
    sign_in: { kind: 'development' } | OpenIdClient;
  }

  interface OpenIdClient {
    kind: 'oidc';
    issuer: string;
    client_id: string;
    authorization_endpoint: string;
    token_endpoint: string;
    end_session_endpoint: string | null;
    scope: string;
    /** Further parameters of both requests, such as the `audience` or `resource` that some providers require. */
    parameters: Record<string, string>;
    /** Which token the API accepts: an ID token if the page itself is the audience. */
    token: 'access' | 'id';
  }

  /** The REST API, as one player uses it. Methods throw `ApiError` and `Unauthenticated`. */
  interface Api {
    games(page: { limit: string; cursor?: string }): Promise<{ games: Game[]; next: string | null }>;
    /** Creates a game, or returns the game that an earlier request with this idempotency key created. */
    create(game: NewGame, key: string): Promise<Game>;
    game(id: string): Promise<Game>;
    questions(id: string): Promise<{ questions: Summary[] }>;
    question(id: string, index: number): Promise<Summary>;
    /** Returns the first unanswered question. */
    ask(id: string): Promise<Posed>;
    answer(id: string, answer: { question: number; response: Response }): Promise<Feedback>;
    /** Returns what games can be about, for suggestions. A service other than `quizcraft serve` may not have them. */
    topics(): Promise<{ topics: { name: string; facts: number }[] }>;
    settings(): Promise<Settings>;
    /** Returns a token of the development issuer, which gives one to every client on its machine. */
    developmentToken(email: string): Promise<Tokens>;
  }

  interface Request {
    method?: 'GET' | 'POST';
    /** Sent as JSON. */
    body?: unknown;
    /** An idempotency key. */
    key?: string;
    /** Whether the request is sent without a token. */
    anonymous?: boolean;
    /** Whether the page works without the response, so that the request is sent once. */
    isOptional?: boolean;
  }

  /** Told about requests that wait for the service. Its event `retry` ends their waits. */
  interface Outages extends EventTarget {
    waits(request: object, status: number, seconds: number): void;
    tries(request: object): void;
    ended(request: object, isAnswered: boolean): void;
  }

  /** What a view works with. */
  interface Context {
    api: Api;
    /** Aborted when the player leaves the view. */
    signal: AbortSignal;
    show(screen: Screen): void;
    /** Runs the view of the current place again. */
    reload(): void;
    /** Runs what an event causes, and shows its error. */
    attempt(action: () => Promise<void>): void;
    /** Starts the session of a player: see `currentPlayer`. */
    begin(tokens: Tokens, player: string): void;
    /** Loads what only a sign-in at an identity provider needs. */
    provider(): Promise<typeof import('./oidc.js')>;
  }

  interface Screen {
    /** The title of the document. It contains no texts of players. */
    title: string;
    /** Receives the focus when the screen appears. */
    heading: HTMLElement;
    content: Node[];
  }

  /** What the page knows about a kind of question. */
  interface QuestionKind {
    name: string;
    instruction: string;
    /** Says that the response is not complete, or has to be confirmed. */
    missing: string;
    input(question: Posed, draft: any, changed: () => void): QuestionInput;
    /** Shows the response beside the right one. */
    result(answered: Answered): Node;
  }

  interface QuestionInput {
    element: HTMLElement;
    /** Returns the response, or null if it is not complete or not confirmed yet. */
    response(): Response | null;
    /** Returns what is kept until the question is answered. */
    draft(): unknown;
    /** The keys that work before Enter, such as `1 to 4`; empty if there are none. */
    keys: string;
    /** Handles a digit from 1 to 8. */
    digit?(digit: number): void;
    /** The field of a typed response. */
    field?: HTMLElement;
  }

  type Properties = Record<string, string | number | boolean | null | ((event: any) => void)>;
}
