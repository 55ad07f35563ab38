"""The values that the stations pass to each other; they are frozen and independent of storage.

Units: times are milliseconds from the start of the recording (`_ms`), boxes are pixels of the full-size frame unless
a docstring says CSS pixels, sizes on disk are bytes (`_bytes`).

    base.py        a box, and the source of a fact
    containers.py  the containers of recordings: their demuxers, and the times of a GIF
    recording.py   a video file, and the keyframes in it
    reading.py     what was read from one picture
    page.py        an accessibility tree, and the snapshot of an inspected page
    capture_lanes.py  where the parts of a capture come from
    capture.py     the page's own record of a recording
    addresses.py   the URLs of a capture's documents over time
    timeline.py    the states: elements, changes, what happened
    claims.py      claims about a recording without a capture
    page_facts.py  facts about a captured page
    understanding.py  a model's answers about a recording
    masks.py       where pictures show secrets
    prompt.py      agents, options and a finished prompt
    analysis.py    everything known about one session
"""

from typing import TYPE_CHECKING

from claude_scope.values.addresses import HISTORY_MOVES, LOAD_MS, WENT_TO, Addresses
from claude_scope.values.analysis import Analysis, Lane
from claude_scope.values.base import Box, Source
from claude_scope.values.capture import (
    CAPTURE,
    CAPTURE_TYPE,
    Act,
    ActKind,
    Capture,
    CapturedState,
    Document,
    Instant,
    LogLine,
    Modifier,
    NetworkRequest,
    PageEvent,
    Rebuilt,
    Target,
)
from claude_scope.values.capture_lanes import CaptureLanes
from claude_scope.values.claims import Claim, ClaimKind, ClaimProperty, ClaimSource
from claude_scope.values.masks import CoveredPicture, FrameSecrets, MaskPlan, PageSecrets, SecretField, SecretPlace
from claude_scope.values.page import Counts, Node, Snapshot
from claude_scope.values.page_facts import NO_CHANGE, PageFact, PageFactKind
from claude_scope.values.prompt import Agent, Prompt, PromptOptions
from claude_scope.values.reading import (
    Element,
    ElementType,
    Line,
    Observation,
    Reading,
    State,
    Usage,
)
from claude_scope.values.recording import BarePlace, Keyframe, Keyframes, MaskedPlace, Recording, Rest
from claude_scope.values.timeline import (
    FIELD_ROLES,
    SURE_TYPES,
    Change,
    EventKind,
    Moment,
    Suspect,
    Timeline,
    UiElement,
)
from claude_scope.values.understanding import (
    PairAnswer,
    Stayed,
    ToldAct,
    ToldActKind,
    ToldChange,
    ToldChangeKind,
    ToldFlaw,
    Understanding,
    WholeAnswer,
)

if TYPE_CHECKING:
    from claude_scope.values.base import Image
