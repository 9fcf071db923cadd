"""A model that knows the facts of the articles, behind the API of chat completions."""

import json
import string
import threading
import time
import uuid
from collections.abc import Callable, Mapping

from .articles import Articles, Question, names
from .loopback import Handler, Loopback, Request
from .requests import Call, Json, Posed, read

# The prompt of questions that more than one sentence may answer.
NAMED = "Which of these names does the story of {} contain?"


class Reply:
    """The response to one call."""

    def __init__(self, request: Request, document: Json, handler: Handler, stopping: threading.Event) -> None:
        self.request, self.call = request, read(request.body)
        # The right reply.
        self.document = document
        # The tokens that the response states, once it is sent.
        self.tokens = 0
        self._handler = handler
        self._stopping = stopping

    def send(self, document: Json) -> None:
        """Replies with a document, in the form that the request demands."""
        text = json.dumps(document, ensure_ascii=False)
        if self.call.calls_function:
            function = {"name": self.call.name, "arguments": text}
            called = {"id": f"call_{uuid.uuid4().hex}", "type": "function", "function": function}
            self._complete({"role": "assistant", "content": None, "tool_calls": [called]}, text, "tool_calls")
        else:
            self.content(text)

    def content(self, text: str | None, finish: str = "stop", refusal: str | None = None) -> None:
        """Replies with a text."""
        self._complete({"role": "assistant", "content": text, "refusal": refusal}, text or "", finish)

    def raw(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self._handler.respond(status, {"content-type": "application/json", **headers}, body)

    def partial(self, body: bytes, missing: int) -> None:
        """Sends a part of a body, and ends the connection."""
        headers = {"content-type": "application/json", "content-length": str(len(body) + missing)}
        self._handler.begin(200, headers)
        self._handler.wfile.write(body)
        self._handler.cut()

    def cut(self) -> None:
        self._handler.cut()

    def wait(self, seconds: float) -> None:
        """Waits, but not longer than the server runs and the client waits."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._stopping.wait(0.1) and not self._handler.client_has_gone():
            pass

    def _complete(self, message: Json, written: str, finish: str) -> None:
        """Responds with a message, and counts its tokens by the text that the model wrote."""
        request = len(self.call.instructions + self.call.message) // 4
        usage = {"prompt_tokens": request, "completion_tokens": len(written) // 4}
        self.tokens = sum(usage.values())
        choice = {"index": 0, "message": message, "finish_reason": finish}
        self.raw(200, {}, json.dumps({"object": "chat.completion", "choices": [choice], "usage": usage}).encode())


# What the model does with a call. The number counts the calls since it was set.
Behaviour = Callable[[int, Reply], None]


def good(_: int, reply: Reply) -> None:
    reply.send(reply.document)


class ScriptedModel(Loopback):
    """The model. It requires its key, if it has one, and rejects malformed requests as a real one does."""

    def __init__(self, articles: Articles, key: str | None) -> None:
        super().__init__()
        self._articles, self._key = articles, key
        self._behaviour: Behaviour = good
        self._calls = 0
        # The tokens of all responses.
        self.tokens = 0
        self._counting = threading.Lock()

    @property
    def key(self) -> str:
        assert self._key is not None, "this model has no key"
        return self._key

    @property
    def api(self) -> str:
        return f"{self.url}/v1"

    @property
    def calls(self) -> list[Call]:
        """The calls since the behaviour was set."""
        return [read(request.body) for request in self.requests]

    def behave(self, behaviour: Behaviour) -> None:
        """Sets what it does from now on, and forgets the requests before."""
        with self._counting:
            self._behaviour, self._calls = behaviour, 0
        self.forget()

    def respond(self, request: Request, handler: Handler) -> None:
        if request.path != "/v1/chat/completions":
            handler.respond(404, {}, b"")
            return
        if self._key is not None and request.headers.get("authorization") != f"Bearer {self._key}":
            handler.respond(401, {}, b"")
            return
        call = read(request.body)
        document = self.solve(call) if call.solves else self.write(call)
        with self._counting:
            self._calls += 1
            number, behaviour = self._calls, self._behaviour
        reply = Reply(request, document, handler, self.stopping)
        behaviour(number, reply)
        with self._counting:
            self.tokens += reply.tokens

    def write(self, call: Call) -> Json:
        """Returns right questions about the sentences that may be cited."""
        sentences = call.sentences
        written: list[Json] = []
        for number in call.citable:
            fact = self._articles.fact_of_sentence(sentences[number])
            if fact is not None and len(written) < call.count:
                written.append(proposal(fact.question, fact.sentence, number))
        return {"questions": written}

    def solve(self, call: Call) -> Json:
        """Returns the right answers."""
        answers = [{"question": posed.number, "answer": self._answer(posed)} for posed in call.posed]
        return {"answers": answers}

    def _answer(self, posed: Posed) -> str:
        *options, _ = posed.options
        right = [option for option in options if self._is_right(posed, option)]
        index = options.index(right[0]) if len(right) == 1 else len(options)
        return string.ascii_uppercase[index]

    def _is_right(self, posed: Posed, option: str) -> bool:
        text = " ".join(posed.sentences)
        fact = self._articles.fact(posed.prompt)
        if fact is None:
            return _asks_for_names(posed.prompt) and names(text, option)
        return option == fact.question.solution and fact.sentence in posed.sentences


def proposal(question: Question, clarification: str, sentence: int) -> Json:
    return {
        "prompt": question.prompt,
        "solution": question.solution,
        "wrong_options": list(question.wrong),
        "clarification": clarification,
        "sentence": sentence,
    }


def _asks_for_names(prompt: str) -> bool:
    start, end = NAMED.split("{}")
    return prompt.startswith(start) and prompt.endswith(end)
