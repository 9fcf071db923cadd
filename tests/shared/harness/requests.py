"""The requests for chat completions that the tests receive: their sentences and questions."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

Json = Any


@dataclass
class Posed:
    """A question of a request to solve it, with the sentences before it."""

    sentences: list[str]
    number: int
    prompt: str
    options: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    """A request for chat completions."""

    instructions: str
    message: str
    model: str
    schema: Json
    name: str
    # Whether the reply must be a call of a function with this schema, instead of a text.
    calls_function: bool

    @property
    def solves(self) -> bool:
        return self.name == "answers"

    @property
    def sentences(self) -> dict[int, str]:
        """The sentences of a request to write questions, by their numbers."""
        found = re.findall(r"^\[(\d+)\] (.*)$", self.message, re.MULTILINE)
        return {int(number): sentence for number, sentence in found}

    @property
    def citable(self) -> list[int]:
        """The numbers of the sentences that may be cited."""
        numbers: list[int] = self.schema["properties"]["questions"]["items"]["properties"]["sentence"]["enum"]
        return numbers

    @property
    def count(self) -> int:
        """The number of questions to write: the stated one, or that of the questions to write again."""
        stated = re.search(r"^Write (\d+) questions?\.", self.message, re.MULTILINE)
        return int(stated[1]) if stated else self.message.count('{"faults":')

    @property
    def posed(self) -> list[Posed]:
        """The questions to solve."""
        found: list[Posed] = []
        sentences: list[str] = []
        for line in self.message.splitlines():
            if line.startswith("Title: "):
                sentences = []
            elif sentence := re.match(r"\[\d+\] (.*)", line):
                sentences.append(sentence[1])
            elif question := re.match(r"Question (\d+): (.*)", line):
                found.append(Posed(sentences, int(question[1]), question[2]))
            elif option := re.match(r"[A-H]\) (.*)", line):
                found[-1].options.append(option[1])
        return found


def read(body: bytes) -> Call:
    """Reads a request that states the schema of the reply, as a format or as the only function, which it forces."""
    document = json.loads(body)
    system, user = document["messages"]
    if "tools" in document:
        (tool,) = document["tools"]
        function = tool["function"]
        if document.get("tool_choice") != {"type": "function", "function": {"name": function["name"]}}:
            raise ValueError("the request does not force its function")
        schema, name = function["parameters"], function["name"]
    else:
        format_of_reply = document["response_format"]["json_schema"]
        schema, name = format_of_reply["schema"], format_of_reply["name"]
    return Call(system["content"], user["content"], document["model"], schema, name, "tools" in document)
