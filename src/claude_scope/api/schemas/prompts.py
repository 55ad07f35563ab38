"""Requests for prompts, and prompts with their metadata."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema

from claude_scope.api.schemas.sessions import SessionBody
from claude_scope.api.schemas.wire import AgentTarget, Answered, Given, whole
from claude_scope.prompt.budget import MIN_BUDGET_TOKENS

MAX_BUDGET_TOKENS = 200_000
Pictures = Literal["files", "folder", "inline"]
"""How a prompt contains its pictures. `files`: the prompt names the files that `claude-scope pull` writes, and starts
with that command. `folder`: for users at this machine, it names files in a local folder; for others, like `files`.
`inline`: small pictures at the end of the prompt, in base64.
"""


class PromptRequest(Given):
    """The options to change; missing fields stay as they were. `budget` is in tokens of the text.

    `pictures` is not stored: its default is always `files`.
    """

    agent_target: AgentTarget | None = None
    budget: Annotated[int, Field(ge=MIN_BUDGET_TOKENS, le=MAX_BUDGET_TOKENS), BeforeValidator(whole)] = 6000
    include_screenshots: bool | None = None
    inline_aria_tree: bool | None = None
    include_raw_diff: bool | None = None
    pictures: Pictures = "files"


def _number(text: object) -> object:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 10 else text


def _flag(text: object) -> object:
    return {"true": True, "false": False}.get(text, text) if isinstance(text, str) else text


Target = Annotated[AgentTarget | None, WithJsonSchema({"type": "string", "enum": [*get_args(AgentTarget)]})]
Flag = Annotated[bool | None, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]


class PromptQuery(PromptRequest):
    """The same options in a query string, where everything is text and nothing is null."""

    agent_target: Target = None
    budget: Annotated[int, Field(ge=MIN_BUDGET_TOKENS, le=MAX_BUDGET_TOKENS), BeforeValidator(_number)] = 6000
    include_screenshots: Flag = None
    inline_aria_tree: Flag = None
    include_raw_diff: Flag = None


class PromptFacts(Answered):
    """The metadata of a prompt."""

    text_tokens: int = Field(description="Of the text, without pictures", examples=[3120])
    pasted_tokens: int = Field(
        description="Of the prompt pasted as text, in which each picture is base64", examples=[118_300]
    )
    image_tokens: int = Field(description="Of the pictures at full size, as the bundle has them", examples=[9216])
    file: str | None = Field(
        description="The prompt as a file: in a folder of this machine, or where `pull` writes it; null if inline",
        examples=["claude-scope-out/sess_A1B2C3D4/prompt.claude-code.md"],
    )
    pull: str | None = Field(
        description="The command that writes the files which the prompt names; null if they are there, or inline",
        examples=["claude-scope pull sess_A1B2C3D4 --agent claude-code --server https://scope.example.com"],
    )
    images: list[str] = Field(description="The frames that it shows", examples=[["005-00m10.4s.png"]])
    omitted: list[str] = Field(
        description="What the budget left out, in words", examples=[["pictures of 3 states between those shown"]]
    )
    masked: int = Field(description="Secrets that were replaced", examples=[2])
    covered_places: int | None = Field(
        description="Places covered by grey hatched boxes in the pictures; null if none were searched for",
        examples=[5],
    )
    flagged: list[str] = Field(description="Texts of the page that read like orders to an agent, or were hidden")


class PromptBody(Answered):
    """A prompt that is not stored."""

    agent_target: AgentTarget
    prompt: str
    facts: PromptFacts


class GeneratedPrompt(SessionBody):
    """A session with its new prompt and the prompt's metadata."""

    facts: PromptFacts
