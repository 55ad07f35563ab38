"""The documents of a tab: which are committed, and which have begun to send."""

from __future__ import annotations

from dataclasses import dataclass, field

_MAX_LOADERS = 1_000


@dataclass(eq=False)
class TabDocuments:
    """The documents of a tab's main frame, by our ids and by the browser's loader ids."""

    present: str = ""
    """The id of the current document, "" before there is one."""
    has_begun: bool = False
    """Whether the document that was committed last has begun to send."""
    _loader: str = ""
    _names: set[str] = field(default_factory=set)
    _of_loaders: dict[str, str] = field(default_factory=dict)

    def commit(self, loader: str) -> None:
        """The browser committed a document; a popup's document may have begun before this is known."""
        if "" in self._of_loaders:  # it began before the browser named its loader, so before the recording
            self._of_loaders[loader] = self._of_loaders.pop("")
        self._loader = loader
        self.has_begun = loader in self._of_loaders

    def is_committed(self, loader: str) -> bool:
        """Whether the tab shows the document that a loader loads, even if the rest of it has yet to arrive."""
        return loader == self._loader

    def begin(self, name: str, loader: str) -> None:
        """A document that `loader` loaded begins to send."""
        self.present = name
        self._names.add(name)
        if len(self._of_loaders) < _MAX_LOADERS:
            self._of_loaders[loader] = name
        self.has_begun |= loader == self._loader

    def named(self, document: object) -> str:
        """The document of this tab that an event names, else the current one."""
        return document if isinstance(document, str) and document in self._names else self.present

    def of_loader(self, loader: str) -> str:
        """The document that a loader loaded, "" if it has not begun."""
        return self._of_loaders.get(loader, "")
