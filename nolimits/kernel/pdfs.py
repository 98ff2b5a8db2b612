"""Whether a PDF does something by itself, is locked, or hides what it holds; nothing of it is run.

A PDF is a list of objects, some of them packed. What acts has one of a few names, so those are
looked for in the file as it is and in everything that is packed, also with letters written as
numbers (`#4a` is J). What cannot be looked through is not taken. This is no reader of PDFs: a file
is only ever given to be saved, and no page shows it.
"""

import re
import zlib

MAGIC = b"%PDF-"
MOST_UNPACKED = 32 * 1024 * 1024
MOST_STREAMS = 5_000
MOST_SAID = 1_000  # of one stream before it begins
PIECE = 64 * 1024
LOCKED = "This PDF is locked with a password"
ACTS = "This PDF holds a program, a form or another file"
HIDDEN = "This PDF cannot be looked through"


def _named(*names: str) -> re.Pattern[bytes]:
    """Any of some names, each letter as it is or as a number, to where a name ends."""
    spelt = ["".join(f"(?:{one}|(?i:#{ord(one):02x}))" for one in name) for name in names]
    return re.compile(rf"/(?:{'|'.join(spelt)})(?![^\s()<>\[\]{{}}/%])".encode())


_LOCKED = _named("Encrypt")
_ACTS = _named(
    *("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "Filespec", "GoToR", "GoToE"),
    *("SubmitForm", "ImportData", "Rendition", "RichMedia", "XFA", "Movie", "Sound"),
)
_OBJECTS = _named("ObjStm")  # objects packed together
_PACKED = re.compile(rb"stream\r?\n")
_ONCE = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])(?=[\s/>])")
_ODD = re.compile(
    rb"/(?:F|FFilter|FDecodeParms|DecodeParms|DP)(?![A-Za-z])|/Filter.*/Filter|[%#]", re.S
)


def why_not(content: bytes) -> str | None:
    """Why a PDF is not taken, in words; None for one that can only be looked at."""
    if why := _wrong(content):
        return why
    if b"%%EOF" not in content[-PIECE:] or any(map(_hides, _OBJECTS.finditer(content))):
        return HIDDEN
    left = MOST_UNPACKED
    for number, found in enumerate(_PACKED.finditer(content)):
        unpacked = _unpacked(content, found.end(), left)
        left -= len(unpacked)
        if not left or number >= MOST_STREAMS:
            return HIDDEN
        if why := _wrong(unpacked):
            return why
    return None


def _wrong(content: bytes) -> str | None:
    if _LOCKED.search(content):
        return LOCKED
    return ACTS if _ACTS.search(content) else None


def _hides(found: re.Match[bytes]) -> bool:
    """Whether objects are packed together in another way than the one that is unpacked here."""
    whole, near = found.string, (max(0, found.start() - MOST_SAID), found.end() + MOST_SAID)
    begun = whole.rfind(b"obj", near[0], found.start())
    ends = whole.find(b"stream", found.end(), near[1])
    said = whole[begun:ends] if 0 < begun < ends else b""
    return _ONCE.search(said) is None or _ODD.search(said) is not None


def _unpacked(content: bytes, start: int, most: int) -> bytes:
    """What is packed from a place on, at most so much; nothing where it is not packed so."""
    unpacker, out = zlib.decompressobj(), bytearray()
    try:
        while not unpacker.eof and start < len(content) and len(out) < most:
            out += unpacker.decompress(content[start : start + PIECE], most - len(out))
            start += PIECE
    except zlib.error:
        pass  # what came before the fault is looked at too
    return bytes(out)
