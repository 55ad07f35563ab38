"""Requests for prompts, and prompts with their facts."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema

from claude_scope.api.schemas.sessions import SessionBody
from claude_scope.api.schemas.wire import AgentTarget, Answered, Given, whole
from claude_scope.prompt.budget import MIN_BUDGET_TOKENS

MAX_BUDGET_TOKENS = 200_000


class PromptRequest(Given):
    """What is to differ from the last time: a field that is left out is as it was. `budget` is tokens of the text."""

    agent_target: AgentTarget | None = None
    budget: Annotated[int, Field(ge=MIN_BUDGET_TOKENS, le=MAX_BUDGET_TOKENS), BeforeValidator(whole)] = 6000
    include_screenshots: bool | None = None
    inline_aria_tree: bool | None = None
    include_raw_diff: bool | None = None


def _number(text: object) -> object:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 10 else text


def _flag(text: object) -> object:
    return {"true": True, "false": False}.get(text, text) if isinstance(text, str) else text


Target = Annotated[AgentTarget | None, WithJsonSchema({"type": "string", "enum": [*get_args(AgentTarget)]})]
Flag = Annotated[bool | None, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]


class PromptQuery(PromptRequest):
    """The same in an address, where everything is text, and nothing is null."""

    agent_target: Target = None
    budget: Annotated[int, Field(ge=MIN_BUDGET_TOKENS, le=MAX_BUDGET_TOKENS), BeforeValidator(_number)] = 6000
    include_screenshots: Flag = None
    inline_aria_tree: Flag = None
    include_raw_diff: Flag = None


class PromptFacts(Answered):
    """What there is to know about a prompt besides its text."""

    text_tokens: int = Field(description="Of the text, without pictures", examples=[3120])
    pasted_tokens: int = Field(
        description="Of the prompt pasted as text, in which each picture is base64", examples=[118_300]
    )
    image_tokens: int = Field(description="Of the pictures at full size, as the bundle has them", examples=[9216])
    images: list[str] = Field(description="The frames that it shows", examples=[["005-00m10.4s.png"]])
    omitted: list[str] = Field(
        description="What the budget left out, in words", examples=[["pictures of 3 states between those shown"]]
    )
    masked: int = Field(description="Secrets that were replaced", examples=[2])
    covered_places: int | None = Field(
        description="Places in the session's pictures that grey hatched boxes cover; null if nobody looked for any",
        examples=[5],
    )
    flagged: list[str] = Field(description="Texts of the page that read like orders to an agent, or were hidden")


class PromptBody(Answered):
    """A prompt that is not kept."""

    agent_target: AgentTarget
    prompt: str
    facts: PromptFacts


class GeneratedPrompt(SessionBody):
    """A session with its new prompt, and what there is to know about it."""

    facts: PromptFacts
