"""A model as a `Reader`, so that the contract test of all readers covers it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from claude_scope.hosted.frame_pictures import views_of
from claude_scope.vision.reader import PreviousFrame

if TYPE_CHECKING:
    from claude_scope.values import Image, Reading
    from claude_scope.hosted.calls.asker import Asker
    from tests.vision.reader import Reader


class HostedReader:
    """Reads with a model, based on the reading of a local reader."""

    def __init__(self, local: Reader, asker: Asker) -> None:
        self.name = asker.name
        self._local = local
        self._asker = asker

    async def read(self, image: Image, before: PreviousFrame | None = None) -> Reading:
        """See Reader; a picture that the model did not read has the local reading, with the problem.

        Raises:
            VisionError: the local reader failed.
            ModelRefused: the provider takes no call of ours.
        """
        read = await self._local.read(image, before)
        known = before if before is not None and before.reading.reader == self.name else None
        views = await asyncio.to_thread(views_of, image, read, known)
        return await self._asker.ask(views, read, None if known is None else known.reading)
